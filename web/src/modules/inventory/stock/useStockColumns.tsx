import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { isPositive } from "@/ui/decimal";
import { EntityLink } from "@/ui/EntityLink";
import type { GridColumn } from "@/ui/grid/columns";
import { useCan } from "@/ui/session";
import { Unknown } from "@/ui/Unknown";
import { Qty, useUnitName } from "../shared/Qty";
import classes from "../shared/shared.module.css";
import { binSource, categorySource, stockedSource } from "../sources";
import type { Items, StockItem, Warehouse } from "../wire";

/** The columns of the list of stock. */
export function useStockColumns(): GridColumn<StockItem>[] {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const warehouses = useGet<Items<Warehouse>>("/inventory/warehouses", undefined, { enabled: can("inventory.warehouse.read"), staleTime: 300_000 }).data?.items;
  const unitName = useUnitName();
  return useMemo<GridColumn<StockItem>[]>(
    () => [
      { key: "product_id", label: t("product.one"), kind: "ref", sort: "name", filter: true, picker: stockedSource, cell: (s) => s.product.name, exportAs: "product.name", width: 260 },
      { key: "sku", label: t("product.sku"), kind: "code", value: (s) => s.product.sku, sort: true, filter: true, exportAs: "product.sku", width: 130 },
      {
        key: "location_id", label: t("place.one"), kind: "ref", filter: true, tree: true, picker: binSource, exportAs: "location.code", width: 220, card: true,
        cell: (s) => (
          <span>
            <EntityLink entity="inventory.location" id={s.location.id} label={s.location.code} />
            {s.location.name && s.location.name !== s.location.code ? <span className={classes.muted}> {s.location.name}</span> : null}
          </span>
        ),
      },
      { key: "on_hand", label: t("on_hand"), kind: "quantity", filter: true, unitName, cell: (s) => <Qty value={s.on_hand} unit={s.unit} />, width: 130, card: true },
      { key: "allocated", label: t("allocated"), kind: "quantity", filter: true, unitName, cell: (s) => (isPositive(s.allocated) ? <Qty value={s.allocated} unit={s.unit} /> : <Unknown />), width: 120 },
      { key: "arrived_at", label: t("card.since"), kind: "instant", filter: true, relative: true, card: true },
      { key: "category_id", label: t("product.category"), kind: "ref", value: () => undefined, filter: true, optional: true, tree: true, picker: categorySource, exportAs: false, hidden: true },
      ...((warehouses?.length ?? 0) > 1
        ? [
            {
              key: "warehouse_id", label: t("warehouse.one"), kind: "choice" as const, filter: true, hidden: true, exportAs: false as const,
              options: (warehouses ?? []).map((w) => ({ value: w.id, label: w.name })),
            },
          ]
        : []),
    ],
    [t, warehouses, unitName],
  );
}
