import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Params } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import type { GridColumn } from "@/ui/grid/columns";
import type { BuiltInView } from "@/ui/views/wire";
import { supplierSource } from "../sources";
import type { Receipt } from "../wire";
import { ReceiptState, receiptStates } from "./state";

/** The states of receipts by the view that shows them. */
export const stateOfView: Record<string, string | undefined> = { open: "expected,partial", draft: "draft", done: "done,cancelled", all: undefined };

/** The columns of the list of receipts. */
export function useReceiptColumns(): GridColumn<Receipt>[] {
  const { t } = useTranslation("documents");
  return useMemo<GridColumn<Receipt>[]>(
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
}

/** The views that come with it. */
export function useReceiptViews(): BuiltInView[] {
  const { t } = useTranslation("documents");
  return useMemo(() => Object.entries(stateOfView).map(([id, state]) => ({ id, label: t(`receipt.view.${id}`), params: (state ? { state } : {}) as Params })), [t]);
}

function isOpen(receipt: Receipt): boolean {
  return receipt.state === "expected" || receipt.state === "partial";
}
