import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import { Padded } from "@/ui/Screen";
import { useCan, useCurrency } from "@/ui/session";
import { flat, written, type Items, type Product, type Unit } from "../wire";
import { productFields } from "./fields";

interface ProductFormProps {
  /** Without it a new product is made. */
  product?: Product;
  onDone: () => void;
}

/** Makes a product, or changes one. */
export function ProductForm({ product, onDone }: ProductFormProps) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const currency = useCurrency();
  const refresh = useRefresh();
  const units = useGet<Items<Unit>>("/inventory/units", undefined, { staleTime: 300_000 }).data?.items;
  const cost = can("inventory.product#cost.update");
  const editing = product !== undefined;
  const fields = useMemo(() => productFields(t, { units: units ?? [], cost, editing }), [t, units, cost, editing]);
  const record = useMemo(() => (product ? flat(product) : undefined), [product]);
  const defaults = useMemo(() => ({ unit: "H87", kind: "stocked", status: "active" }), []);
  return (
    <Padded>
      <Form<Product>
        custom="inventory.product"
        name={product ? `inventory.product/${product.id}` : "inventory.product/new"}
        fields={fields}
        record={record}
        defaults={defaults}
        version={product?.version}
        submitLabel={product ? t("save") : t("product.create")}
        repeat={!product}
        submit={(body, context) =>
          product
            ? api.patch<Product>(`/inventory/products/${product.id}`, written(body, currency), context.version)
            : api.post<Product>("/inventory/products", written(body, currency), { idempotencyKey: context.idempotencyKey })
        }
        reload={product ? async () => flat(await api.get<Product>(`/inventory/products/${product.id}`)) : undefined}
        onSaved={(saved, mode) => {
          void refresh("/inventory/products", "/history");
          if (mode !== "close") return;
          onDone();
          if (!product) go(`/stock/products/${saved.id}`);
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
