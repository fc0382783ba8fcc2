import { Button, Group } from "@mantine/core";
import { IconPlus, IconTruckLoading } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import type { Receipt } from "../wire";
import { ReceiptDetail } from "./ReceiptPage";
import { stateOfView, useReceiptColumns, useReceiptViews } from "./useReceiptColumns";

/** What suppliers bring: expected, partly in, done. */
export function ReceiptList() {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const view = params["view"] ?? "open";
  const views = useReceiptViews();
  const columns = useReceiptColumns();
  const create = can("inventory.receipt.create");
  return (
    <Screen>
      <PageHeader
        title={t("receipt.title")}
        icon={IconTruckLoading}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => go("/stock/receipts/new")}>
              {t("receipt.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Receipt>
        name="inventory.receipts"
        label={t("receipt.title")}
        endpoint="/inventory/receipts"
        entity="inventory.receipt"
        columns={columns}
        defaultSort="-created_at"
        arrange
        views={views}
        href={(r) => `/stock/receipts/${r.id}`}
        preview={(r) => ({ title: r.number, body: <ReceiptDetail id={r.id} /> })}
        exportable={can("inventory.receipt.export")}
        empty={
          <EmptyBlock
            icon={IconTruckLoading}
            title={t(`receipt.none.${view in stateOfView ? view : "open"}`)}
            text={t("receipt.none_text")}
            action={
              create ? (
                <Group gap="sm" justify="center">
                  <Button onClick={() => go("/stock/receipts/new")}>{t("receipt.new")}</Button>
                  <Button variant="default" onClick={() => go("/stock/reorder")}>
                    {t("receipt.see_reorder")}
                  </Button>
                </Group>
              ) : null
            }
          />
        }
      />
    </Screen>
  );
}
