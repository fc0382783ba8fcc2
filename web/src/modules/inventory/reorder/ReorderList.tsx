import { IconShoppingCart } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type BulkAction, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { Button } from "@mantine/core";
import { Qty } from "../shared/Qty";
import { Views } from "@/ui/Views";
import { categorySource, supplierSource } from "../sources";
import type { ReorderItem } from "../wire";
import { OrderPanel } from "./OrderPanel";

/** Products that are at their reorder point, with how much to order and from whom. */
export function ReorderList() {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const [ordering, setOrdering] = useState<ReorderItem[] | null>(null);
  const basis = params["view"] === "projected" ? "projected" : "on_hand";
  const query = useMemo(() => ({ basis }), [basis]);
  const columns = useMemo<GridColumn<ReorderItem>[]>(
    () => [
      { key: "name", label: t("product"), sort: true, filter: true, cell: (r) => r.product.name, exportAs: "product.name", width: 220 },
      { key: "sku", label: t("sku"), kind: "code", value: (r) => r.product.sku, exportAs: "product.sku", width: 105 },
      { key: "supplier_id", label: t("receipt.supplier"), kind: "ref", filter: true, optional: true, picker: supplierSource, cell: (r) => <EntityLink entity="inventory.supplier" id={r.supplier?.id} label={r.supplier?.name} />, exportAs: "supplier.name", width: 180, card: true },
      { key: "on_hand", label: t("reorder.on_hand"), kind: "quantity", cell: (r) => <Qty value={r.on_hand} unit={r.unit} />, width: 100 },
      { key: "free", label: t("reorder.free"), kind: "quantity", cell: (r) => <Qty value={r.free} unit={r.unit} />, width: 100, card: true },
      { key: "incoming", label: t("reorder.incoming"), kind: "quantity", cell: (r) => <Qty value={r.incoming} unit={r.unit} />, width: 100 },
      { key: "reorder_point", label: t("reorder.point"), kind: "quantity", cell: (r) => <Qty value={r.reorder_point} unit={r.unit} />, width: 130 },
      { key: "suggested", label: t("reorder.suggested"), kind: "quantity", cell: (r) => <b><Qty value={r.suggested} unit={r.unit} /></b>, width: 120, card: true },
      { key: "category_id", label: t("reorder.category"), kind: "ref", filter: true, optional: true, picker: categorySource, hidden: true, exportAs: false },
    ],
    [t],
  );
  const bulk: BulkAction<ReorderItem>[] = can("inventory.receipt.create")
    ? [{ id: "order", label: t("reorder.order"), icon: <IconShoppingCart size={16} stroke={1.75} />, run: setOrdering }]
    : [];
  return (
    <Screen>
      <PageHeader title={t("reorder.title")} icon={IconShoppingCart} />
      <DataGrid<ReorderItem>
        name="inventory.reorder"
        label={t("reorder.title")}
        endpoint="/inventory/reorder"
        columns={columns}
        query={query}
        rowId={(r) => r.product.id}
        defaultSort="name"
        href={(r) => `/stock/products/${r.product.id}`}
        bulk={bulk}
        actions={
          can("inventory.receipt.create")
            ? [{ id: "order", label: t("reorder.order_one"), icon: <IconShoppingCart size={16} stroke={1.75} />, run: (r) => setOrdering([r]) }]
            : []
        }
        exportable={can("inventory.stock.export")}
        tools={
          <Views
            label={t("reorder.basis")}
            views={[
              { value: "on_hand", label: t("reorder.by_on_hand") },
              { value: "projected", label: t("reorder.by_projected") },
            ]}
          />
        }
        empty={
          <EmptyBlock
            icon={IconShoppingCart}
            title={t("reorder.none")}
            text={t("reorder.none_text")}
            action={
              <Button variant="default" onClick={() => go("/stock/products")}>
                {t("reorder.see_products")}
              </Button>
            }
          />
        }
      />
      <SidePanel opened={ordering !== null} onClose={() => setOrdering(null)} title={t("reorder.panel")} size="lg">
        {ordering ? <OrderPanel items={ordering} onDone={() => setOrdering(null)} /> : null}
      </SidePanel>
    </Screen>
  );
}
