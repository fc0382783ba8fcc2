import { Text } from "@mantine/core";
import { IconBan, IconPencil, IconSend, IconTruckLoading } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { Unknown } from "@/ui/Unknown";
import { isPositive } from "@/ui/decimal";
import type { Receipt } from "../wire";
import { ReceiveLines } from "./ReceiveLines";
import { ReceiptState } from "./state";

/** The page of a receipt. */
export function ReceiptPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <ReceiptDetail id={id} />;
}

/** A receipt with its lines, to book goods as they come in. */
export function ReceiptDetail({ id }: { id: string }) {
  const query = useRecord<Receipt>(`/inventory/receipts/${id}`, "inventory.receipt");
  return <RecordState query={query}>{(receipt) => <ReceiptView receipt={receipt} />}</RecordState>;
}

function ReceiptView({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [cancelling, setCancelling] = useState(false);
  const lines = receipt.lines ?? [];
  const untouched = lines.every((line) => !isPositive(line.received));
  const open = receipt.state === "draft" || receipt.state === "expected" || receipt.state === "partial";
  const actions: RecordAction[] = [];
  if (receipt.state === "draft" && can("inventory.receipt.update")) {
    actions.push({
      id: "expect", label: t("receipt.expect"), icon: IconSend, primary: true,
      run: async () => {
        await api.patch<Receipt>(`/inventory/receipts/${receipt.id}`, { state: "expected" }, receipt.version);
        await refresh("/inventory", "/history");
      },
    });
  }
  if (open && can("inventory.receipt.update")) {
    actions.push({ id: "edit", label: t("edit"), icon: IconPencil, disabled: untouched ? false : t("receipt.edit_no"), run: () => go(`/stock/receipts/new?edit=${receipt.id}`) });
  }
  if (open && can("inventory.receipt.cancel")) {
    actions.push({ id: "cancel", label: untouched ? t("receipt.cancel") : t("receipt.cancel_rest"), icon: IconBan, danger: true, run: () => setCancelling(true) });
  }
  return (
    <>
      <RecordPage
        icon={IconTruckLoading}
        title={receipt.number}
        status={<ReceiptState receipt={receipt} />}
        actions={actions}
        facts={[
          { label: t("receipt.supplier"), value: <EntityLink entity="inventory.supplier" id={receipt.supplier?.id} label={receipt.supplier?.name} /> },
          { label: t("receipt.expected_on"), value: <DateText value={receipt.expected_on} weekday due={open} /> },
          { label: t("receipt.warehouse"), value: receipt.warehouse.name },
          { label: t("receipt.reference"), value: receipt.reference || <Unknown /> },
          { label: t("receipt.created"), value: <DateText value={receipt.created_at} /> },
        ]}
        tabs={[{ id: "lines", label: t("lines"), content: <ReceiveLines key={receipt.version} receipt={receipt} />, count: lines.length }]}
        timeline={{
          entity: "inventory.receipt", id: receipt.id, refreshes: ["/inventory/receipts"],
          fieldLabels: { state: t("receipt.state_label"), expected_on: t("receipt.expected_on"), supplier_id: t("receipt.supplier"), reference: t("receipt.reference") },
        }}
        path={`/stock/receipts/${receipt.id}`}
      />
      {cancelling ? (
        <ActionDialog<void>
          title={untouched ? t("receipt.cancel_title", { number: receipt.number }) : t("receipt.cancel_rest_title", { number: receipt.number })}
          before={<Text size="sm">{t("receipt.cancel_text")}</Text>}
          name={`inventory.receipt/${receipt.id}/cancel`}
          danger
          submitLabel={untouched ? t("receipt.cancel") : t("receipt.cancel_rest")}
          submit={(_body, { idempotencyKey }) => api.post(`/inventory/receipts/${receipt.id}/cancel`, undefined, { version: receipt.version, idempotencyKey })}
          onSaved={() => void refresh("/inventory", "/history")}
          onClose={() => setCancelling(false)}
        />
      ) : null}
    </>
  );
}
