import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import { Form } from "@/ui/form/Form";
import { useEntities } from "@/ui/registry";
import { Padded } from "@/ui/Screen";
import { useCan, useCurrency } from "@/ui/session";
import { showDone } from "@/ui/UndoToast";
import { fieldSpecs } from "./fieldSpecs";
import { asTyped, firstValues, sentField } from "./sent";
import { useObjects, type NamedObject } from "./useObjects";

interface FieldPanelProps {
  object: NamedObject;
  /** What is changed; without it a new field is made. */
  field?: CustomField;
  onDone: () => void;
}

/** Gives an object a field, or changes one. */
export function FieldPanel({ object, field, onDone }: FieldPanelProps) {
  const { t, i18n } = useTranslation("fields");
  const { t: say } = useTranslation("ui");
  const refresh = useRefresh();
  const entities = useEntities();
  const can = useCan();
  const currency = useCurrency();
  const objects = useObjects();
  const { entity, classes } = object;
  const { language } = i18n;
  const fields = useMemo(
    () => fieldSpecs(t, { field, classes, objects, language, surroundings: { entities, can, t: say } }),
    [t, say, field, classes, objects, language, entities, can],
  );
  const record = useMemo(() => (field ? asTyped(field) : undefined), [field]);
  const defaults = useMemo(() => firstValues(fields, currency), [fields, currency]);
  const path = `/custom-fields/${field?.id ?? ""}`;
  return (
    <Padded>
      <Form<CustomField>
        name={`custom.field/${field?.id ?? `new/${entity}`}`}
        fields={fields}
        record={record}
        defaults={defaults}
        version={field?.version}
        submitLabel={field ? t("save") : t("create")}
        repeat={!field}
        submit={(body, { idempotencyKey, version, values }) =>
          field
            ? api.patch<CustomField>(path, sentField(body, values, false), version ?? field.version)
            : api.post<CustomField>("/custom-fields", { ...sentField(body, values, true), entity }, { idempotencyKey })
        }
        reload={field ? async () => asTyped(await api.get<CustomField>(path)) : undefined}
        onSaved={(saved, mode) => {
          void refresh("/custom-fields");
          if (mode !== "close") return;
          if (!field) showDone(t("created", { field: labelOf(saved), object: object.label }));
          onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
