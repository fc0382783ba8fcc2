import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useParams } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { useMe } from "@/ui/session";
import { zoneOptions } from "@/ui/zones";
import type { Warehouse } from "../wire";

/** Makes a warehouse with its standard places, or changes one. */
export function WarehouseForm({ warehouse, onDone }: { warehouse?: Warehouse; onDone: () => void }) {
  const { t } = useTranslation("inventory");
  const me = useMe();
  const [, set] = useParams();
  const refresh = useRefresh();
  const zone = me.organisation.zone;
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("warehouse.name"), kind: "text", required: true, maxLength: 200, wide: true },
      { name: "code", label: t("warehouse.code"), kind: "text", required: true, maxLength: 60, help: t("warehouse.code_help") },
      { name: "zone", label: t("warehouse.zone"), kind: "select", required: true, options: zoneOptions(zone) },
    ],
    [t, zone],
  );
  const defaults = useMemo(() => ({ zone }), [zone]);
  return (
    <Padded>
      <Form<Warehouse>
        name={warehouse ? `inventory.warehouse/${warehouse.id}` : "inventory.warehouse/new"}
        fields={fields}
        record={warehouse}
        defaults={defaults}
        version={warehouse?.version}
        submitLabel={warehouse ? t("save") : t("warehouse.create")}
        submit={(body, context) =>
          warehouse
            ? api.patch<Warehouse>(`/inventory/warehouses/${warehouse.id}`, body, context.version)
            : api.post<Warehouse>("/inventory/warehouses", body, { idempotencyKey: context.idempotencyKey })
        }
        onSaved={(saved) => {
          void refresh("/inventory/warehouses", "/inventory/locations");
          onDone();
          if (!warehouse) set({ new: undefined, warehouse: saved.id });
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
