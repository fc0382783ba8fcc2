import { Button, Group } from "@mantine/core";
import { IconAdjustments, IconPackage, IconPlus, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan, useCurrency } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { flat, type Items, type Product, type Unit, written } from "../wire";
import { productFields } from "./fields";
import { ProductForm } from "./ProductForm";
import { ProductDetail } from "./ProductPage";
import { useProductColumns } from "./useProductColumns";

/** All products with what there is of each. */
export function ProductList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const currency = useCurrency();
  const [params, set] = useParams();
  const close = () => set({ new: undefined });
  const columns = useProductColumns();
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
