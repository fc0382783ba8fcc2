import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { compare, isPositive } from "@/ui/decimal";
import type { GridColumn } from "@/ui/grid/columns";
import { useCan } from "@/ui/session";
import { Qty } from "../shared/Qty";
import { categorySource, supplierSource } from "../sources";
import type { Product } from "../wire";
import { FreeCell } from "./FreeCell";
import { kindOptions, statusOptions } from "./fields";

/** The columns of the list of products. */
export function useProductColumns(): GridColumn<Product>[] {
  const { t } = useTranslation("inventory");
  const can = useCan();
  return useMemo<GridColumn<Product>[]>(
    () => [
      { key: "name", label: t("product.name"), sort: true, filter: true, width: 205 },
      { key: "sku", label: t("product.sku"), kind: "code", sort: true, filter: true, width: 105, card: true },
      {
        key: "category_id", label: t("product.category"), kind: "ref", entity: "inventory.category", value: (p) => p.category?.id, labelField: "category.name",
        filter: true, optional: true, tree: true, picker: categorySource, exportAs: "category.path", width: 130,
      },
      { key: "on_hand", label: t("on_hand"), kind: "quantity", cell: (p) => <Stock product={p} value={p.on_hand} />, width: 110, card: true },
      { key: "promised", label: t("promised"), kind: "quantity", cell: (p) => <Stock product={p} value={p.promised} quiet />, width: 110 },
      { key: "free", label: t("free"), kind: "quantity", cell: (p) => <FreeCell product={p} />, width: 105, card: true },
      { key: "incoming", label: t("incoming"), kind: "quantity", cell: (p) => <Stock product={p} value={p.incoming} quiet />, width: 110 },
      { key: "list_price", label: t("product.list_price"), kind: "money", filter: true, optional: true, width: 110 },
      ...(can("inventory.product#cost.read") ? [{ key: "cost", label: t("product.cost"), kind: "money" as const, filter: true, hidden: true }] : []),
      {
        key: "supplier_id", label: t("product.supplier"), kind: "ref", entity: "inventory.supplier", value: (p) => p.supplier?.id, labelField: "supplier.name",
        filter: true, optional: true, picker: supplierSource, exportAs: "supplier.name", width: 170, hidden: true,
      },
      { key: "status", label: t("product.status"), kind: "status", status: "inventory.product", options: statusOptions(t), filter: true, width: 130 },
      { key: "kind", label: t("product.kind"), kind: "choice", options: kindOptions(t), filter: true, hidden: true, width: 110 },
      { key: "barcode", label: t("product.barcode"), kind: "code", filter: true, optional: true, hidden: true },
      { key: "reorder_point", label: t("product.reorder_point"), kind: "quantity", hidden: true },
      {
        key: "out_of_stock", label: t("product.out_of_stock"), kind: "boolean", filter: true, hidden: true, exportAs: false,
        value: (p) => p.kind === "stocked" && !isPositive(p.on_hand),
      },
      {
        key: "below_reorder_point", label: t("product.below_reorder_point"), kind: "boolean", filter: true, hidden: true, exportAs: false,
        value: (p) => p.reorder_point !== undefined && compare(p.on_hand, p.reorder_point) < 0,
      },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, can],
  );
}

// A service has no stock, and a zero in a quiet column steps back.
function Stock({ product, value, quiet }: { product: Product; value: string; quiet?: boolean }) {
  if (product.kind !== "stocked" || (quiet && value === "0")) return <span className="lh-number">–</span>;
  return <Qty value={value} unit={product.unit} />;
}
