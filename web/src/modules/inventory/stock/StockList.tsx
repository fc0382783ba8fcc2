import { Button } from "@mantine/core";
import { IconAdjustments, IconArrowsExchange, IconStack2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import type { Product, StockItem } from "../wire";
import { AdjustForm } from "./AdjustForm";
import { TransferForm } from "./TransferForm";
import { useStockColumns } from "./useStockColumns";

/** What lies where: a row for every product in every place. */
export function StockList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const [counting, setCounting] = useState<StockItem | null>(null);
  const columns = useStockColumns();
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
