import { Button } from "@mantine/core";
import { IconAdjustments, IconArrowsExchange, IconStack2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { isPositive } from "@/ui/decimal";
import { Unknown } from "@/ui/Unknown";
import { Qty, useUnitName } from "../shared/Qty";
import classes from "../shared/shared.module.css";
import { binSource, categorySource, stockedSource } from "../sources";
import type { Items, Product, StockItem, Warehouse } from "../wire";
import { AdjustForm } from "./AdjustForm";
import { TransferForm } from "./TransferForm";

/** What lies where: a row for every product in every place. */
export function StockList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const [counting, setCounting] = useState<StockItem | null>(null);
  const warehouses = useGet<Items<Warehouse>>("/inventory/warehouses", undefined, { enabled: can("inventory.warehouse.read"), staleTime: 300_000 }).data?.items;
  const unitName = useUnitName();
  const columns = useMemo<GridColumn<StockItem>[]>(
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
  const actions: RowAction<StockItem>[] = [
    { id: "count", label: t("adjust.count_here"), icon: <IconAdjustments size={16} stroke={1.75} />, hidden: () => !can("inventory.stock.adjust"), run: setCounting },
  ];
  const close = () => set({ new: undefined });
  // "Adjust" of one product may come from its row in the list of products.
  const asked = params["new"] === "adjust" ? params["product_id"] : undefined;
  const product = useGet<Product>(`/inventory/products/${asked}`, undefined, { enabled: Boolean(asked) }).data;
  return (
    <Screen>
      <PageHeader
        title={t("stock.title")}
        icon={IconStack2}
        actions={
          <>
            {can("inventory.stock.move") ? (
              <Button variant="default" leftSection={<IconArrowsExchange size={18} stroke={1.75} />} onClick={() => set({ new: "move" })}>
                {t("transfer.action")}
              </Button>
            ) : null}
            {can("inventory.stock.adjust") ? (
              <Button leftSection={<IconAdjustments size={18} stroke={1.75} />} onClick={() => set({ new: "adjust" })}>
                {t("adjust.action")}
              </Button>
            ) : null}
          </>
        }
      />
      <DataGrid<StockItem>
        name="inventory.stock"
        label={t("stock.title")}
        endpoint="/inventory/stock"
        columns={columns}
        defaultSort="name"
        arrange
        href={(s) => `/stock/products/${s.product.id}`}
        actions={actions}
        exportable={can("inventory.stock.export")}
        empty={
          <EmptyBlock
            icon={IconStack2}
            title={t("stock.none")}
            text={t("stock.none_text")}
            action={
              can("inventory.stock.import") ? (
                <Button variant="default" onClick={() => go("/admin/imports?target=inventory.opening_stock")}>
                  {t("stock.import")}
                </Button>
              ) : can("inventory.receipt.create") ? (
                <Button onClick={() => go("/stock/receipts/new")}>{t("receipt.new")}</Button>
              ) : null
            }
          />
        }
      />
      <SidePanel opened={params["new"] === "adjust" && (!asked || product !== undefined)} onClose={close} title={t("adjust.title")}>
        <AdjustForm product={product} onDone={close} />
      </SidePanel>
      <SidePanel opened={params["new"] === "move"} onClose={close} title={t("transfer.title")}>
        <TransferForm onDone={close} />
      </SidePanel>
      <SidePanel opened={counting !== null} onClose={() => setCounting(null)} title={t("adjust.title")}>
        {counting ? <AdjustForm product={counting.product} place={counting.location} onDone={() => setCounting(null)} /> : null}
      </SidePanel>
    </Screen>
  );
}
