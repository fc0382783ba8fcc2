import { Button, Group } from "@mantine/core";
import { IconAdjustments, IconPackage, IconPlus, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { compare, isPositive } from "@/ui/decimal";
import { DataGrid, type GridColumn, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan, useCurrency } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { Qty } from "../shared/Qty";
import { categorySource, supplierSource } from "../sources";
import { flat, type Items, type Product, type Unit, written } from "../wire";
import { kindOptions, productFields, statusOptions } from "./fields";
import { FreeCell } from "./FreeCell";
import { ProductForm } from "./ProductForm";
import { ProductDetail } from "./ProductPage";

/** All products with what there is of each. */
export function ProductList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const currency = useCurrency();
  const [params, set] = useParams();
  const close = () => set({ new: undefined });
  const columns = useMemo<GridColumn<Product>[]>(
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
  const actions: RowAction<Product>[] = [
    {
      id: "adjust", label: t("adjust.action"), icon: <IconAdjustments size={16} stroke={1.75} />,
      hidden: (p) => !can("inventory.stock.adjust") || p.kind !== "stocked", run: (p) => go(`/stock/levels?new=adjust&product_id=${p.id}`),
    },
    {
      id: "order", label: t("product.order"), icon: <IconPlus size={16} stroke={1.75} />,
      hidden: (p) => !can("inventory.receipt.create") || p.kind !== "stocked", run: (p) => go(`/stock/receipts/new?product=${p.id}`),
    },
  ];
  const units = useGet<Items<Unit>>("/inventory/units", undefined, { staleTime: 300_000 }).data?.items;
  const edit = useMemo<GridEdit<Product>>(
    () => ({
      entity: "inventory.product", fields: productFields(t, { units: units ?? [], cost: can("inventory.product#cost.update"), editing: true }),
      read: flat, write: (body, product) => written(body, product?.list_price?.currency ?? currency), away: "archive",
      closed: (p) => p.status === "archived", title: (p) => p.name,
    }),
    [t, can, units, currency],
  );
  return (
    <Screen>
      <PageHeader
        title={t("product.title")}
        icon={IconPackage}
        actions={
          can("inventory.product.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("product.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Product>
        name="inventory.products"
        label={t("product.title")}
        endpoint="/inventory/products"
        entity="inventory.product"
        columns={columns}
        defaultSort="name"
        arrange
        href={(p) => `/stock/products/${p.id}`}
        preview={(p) => ({ title: p.name, body: <ProductDetail id={p.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("inventory.product.export")}
        empty={
          <EmptyBlock
            icon={IconPackage}
            title={t("product.none")}
            text={t("product.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("inventory.product.create") ? <Button onClick={() => set({ new: "1" })}>{t("product.new")}</Button> : null}
                {can("inventory.product.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=inventory.products")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={params["new"] === "1"} onClose={close} title={t("product.new")}>
        <ProductForm onDone={close} />
      </SidePanel>
    </Screen>
  );
}

// A service has no stock, and a zero in a quiet column steps back.
function Stock({ product, value, quiet }: { product: Product; value: string; quiet?: boolean }) {
  if (product.kind !== "stocked" || (quiet && value === "0")) return <span className="lh-number">–</span>;
  return <Qty value={value} unit={product.unit} />;
}
