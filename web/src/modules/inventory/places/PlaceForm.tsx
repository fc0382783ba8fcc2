import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { useCurrency } from "@/ui/session";
import { placesOf } from "../sources";
import { flat, written, type Place } from "../wire";

interface PlaceFormProps {
  /** Without it a new place is made. */
  place?: Place;
  warehouse: string;
  parent?: string;
  onDone: () => void;
}

/** Makes a place in a warehouse, or changes one. */
export function PlaceForm({ place, warehouse, parent, onDone }: PlaceFormProps) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const currency = useCurrency();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "code", label: t("place.code"), kind: "text", required: true, maxLength: 60, help: t("place.code_help") },
      { name: "name", label: t("place.name"), kind: "text", maxLength: 200 },
      { name: "parent_id", label: t("place.parent"), kind: "picker", picker: placesOf(warehouse), labelField: "parent_name", wide: true },
      ...(place
        ? []
        : ([
            { name: "kind", label: t("place.kind"), kind: "select", required: true, options: ["bin", "view"].map((value) => ({ value, label: t(`place.kind_of.${value}`) })), help: t("place.kind_help") },
            { name: "promisable", label: t("place.promisable"), kind: "boolean", help: t("place.promisable_help"), showIf: (values) => values["kind"] !== "view" },
          ] satisfies FieldSpec[])),
      { name: "pick_sequence", label: t("place.pick_sequence"), kind: "integer", help: t("place.pick_sequence_help") },
    ],
    [t, place, warehouse],
  );
  const record = useMemo(() => (place ? flat(place) : undefined), [place]);
  const defaults = useMemo(() => ({ kind: "bin", promisable: true, parent_id: parent ?? "" }), [parent]);
  return (
    <Padded>
      <Form<Place>
        name={place ? `inventory.location/${place.id}` : `inventory.location/new/${warehouse}`}
        fields={fields}
        record={record}
        defaults={defaults}
        version={place?.version}
        submitLabel={place ? t("save") : t("place.create")}
        repeat={!place}
        submit={(body, context) =>
          place
            ? api.patch<Place>(`/inventory/locations/${place.id}`, written(body, currency), context.version)
            : api.post<Place>("/inventory/locations", { ...body, warehouse_id: warehouse }, { idempotencyKey: context.idempotencyKey })
        }
        reload={place ? async () => flat(await api.get<Place>(`/inventory/locations/${place.id}`)) : undefined}
        onSaved={(_saved, mode) => {
          void refresh("/inventory/locations", "/history");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
