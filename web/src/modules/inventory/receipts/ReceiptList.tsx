import { Button, Group } from "@mantine/core";
import { IconPlus, IconTruckLoading } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams, type Params } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { supplierSource } from "../sources";
import type { Receipt } from "../wire";
import { ReceiptDetail } from "./ReceiptPage";
import { ReceiptState, receiptStates } from "./state";
import { DateText } from "@/ui/DateText";

const stateOfView: Record<string, string | undefined> = { open: "expected,partial", draft: "draft", done: "done,cancelled", all: undefined };

/** What suppliers bring: expected, partly in, done. */
export function ReceiptList() {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const view = params["view"] ?? "open";
  const views = useMemo(() => Object.entries(stateOfView).map(([id, state]) => ({ id, label: t(`receipt.view.${id}`), params: (state ? { state } : {}) as Params })), [t]);
  const columns = useMemo<GridColumn<Receipt>[]>(
    () => [
      { key: "number", label: t("receipt.number"), kind: "code", filter: true, width: 130 },
      { key: "state", label: t("receipt.state_label"), kind: "status", status: "inventory.receipt", options: receiptStates(t), filter: true, cell: (r) => <ReceiptState receipt={r} />, width: 140, card: true },
      { key: "supplier_id", label: t("receipt.supplier"), kind: "ref", entity: "inventory.supplier", value: (r) => r.supplier?.id, labelField: "supplier.name", filter: true, optional: true, picker: supplierSource, exportAs: "supplier.name", width: 240, card: true },
      { key: "expected_on", label: t("receipt.expected_on"), kind: "date", filter: true, optional: true, cell: (r) => <DateText value={r.expected_on} due={isOpen(r)} weekday />, width: 140, card: true },
      { key: "warehouse", label: t("receipt.warehouse"), value: (r) => r.warehouse.name, exportAs: "warehouse.name", width: 170 },
      { key: "reference", label: t("receipt.reference"), width: 180 },
      { key: "created_at", label: t("receipt.created"), kind: "instant", sort: true, filter: true, width: 170 },
    ],
    [t],
  );
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

function isOpen(receipt: Receipt): boolean {
  return receipt.state === "expected" || receipt.state === "partial";
}
