import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import type { Supplier } from "../wire";

/** All fields of a supplier that are typed. */
export function supplierFields(t: TFunction<"inventory">, editing: boolean): FieldSpec[] {
  const more = !editing;
  return [
    { name: "name", label: t("supplier.name"), kind: "text", required: true, maxLength: 300, wide: true, alike: true },
    { name: "contact_name", label: t("supplier.contact_name"), kind: "text", maxLength: 300 },
    { name: "contact_title", label: t("supplier.contact_title"), kind: "text", maxLength: 300 },
    { name: "email", label: t("supplier.email"), kind: "email", maxLength: 320 },
    { name: "phone", label: t("supplier.phone"), kind: "phone", maxLength: 100 },
    { name: "code", label: t("supplier.code"), kind: "text", maxLength: 100, help: t("supplier.code_help"), more },
    { name: "website", label: t("supplier.website"), kind: "url", maxLength: 1000, placeholder: "https://", more },
    { name: "fax", label: t("supplier.fax"), kind: "phone", maxLength: 100, more },
    { name: "address.lines", label: t("supplier.street"), kind: "text", maxLength: 1000, wide: true, more },
    { name: "address.postcode", label: t("supplier.postcode"), kind: "text", maxLength: 40, more },
    { name: "address.city", label: t("supplier.city"), kind: "text", maxLength: 200, more },
    { name: "address.region", label: t("supplier.region"), kind: "text", maxLength: 200, more },
    { name: "address.country", label: t("supplier.country"), kind: "text", maxLength: 100, more },
    {
      name: "status", label: t("supplier.status"), kind: "select", required: true, more,
      options: ["active", "on_hold"].map((value) => ({ value, label: t(`supplier.state.${value}`) })),
    },
  ];
}

/** What a form sends. The address goes out whole: what is not named in it would be emptied. */
export function supplierBody(sent: Record<string, unknown>, supplier?: Supplier): Record<string, unknown> {
  const filled = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value ?? ""]));
  if (!sent["address"]) return filled;
  const address = { ...supplier?.address, ...(sent["address"] as Record<string, unknown>) };
  return { ...filled, address: Object.fromEntries(Object.entries(address).map(([name, value]) => [name, value ?? ""])) };
}

/** Makes a supplier, or changes one. */
export function SupplierForm({ supplier, onDone }: { supplier?: Supplier; onDone: () => void }) {
  const { t } = useTranslation("inventory");
  const go = useGo();
  const refresh = useRefresh();
  const fields = useMemo(() => supplierFields(t, supplier !== undefined), [t, supplier]);
  const defaults = useMemo(() => ({ status: "active" }), []);
  const body = (sent: Record<string, unknown>) => supplierBody(sent, supplier);
  return (
    <Padded>
      <Form<Supplier>
        custom="inventory.supplier"
        name={supplier ? `inventory.supplier/${supplier.id}` : "inventory.supplier/new"}
        fields={fields}
        record={supplier}
        defaults={defaults}
        version={supplier?.version}
        submitLabel={supplier ? t("save") : t("supplier.create")}
        repeat={!supplier}
        submit={(sent, context) =>
          supplier
            ? api.patch<Supplier>(`/inventory/suppliers/${supplier.id}`, body(sent), context.version)
            : api.post<Supplier>("/inventory/suppliers", body(sent), { idempotencyKey: context.idempotencyKey })
        }
        reload={supplier ? () => api.get<Supplier>(`/inventory/suppliers/${supplier.id}`) : undefined}
        onSaved={(saved, mode) => {
          void refresh("/inventory/suppliers", "/history");
          if (mode !== "close") return;
          onDone();
          if (!supplier) go(`/stock/suppliers/${saved.id}`);
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
