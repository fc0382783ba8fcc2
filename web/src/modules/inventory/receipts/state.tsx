import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { today } from "@/ui/dates";
import type { Option } from "@/ui/form/fields";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Receipt } from "../wire";

/** States of a receipt that one can filter by. */
export function receiptStates(t: TFunction<"documents">): Option[] {
  return ["draft", "expected", "partial", "done", "cancelled"].map((value) => ({ value, label: t(`receipt.state.${value}`) }));
}

/** Whether its day has passed and goods are missing still. */
export function isLate(receipt: Pick<Receipt, "state" | "expected_on">): boolean {
  return (receipt.state === "expected" || receipt.state === "partial") && receipt.expected_on !== undefined && receipt.expected_on < today();
}

/** The state of a receipt; one that is late says so. */
export function ReceiptState({ receipt }: { receipt: Pick<Receipt, "state" | "expected_on"> }) {
  const { t } = useTranslation("documents");
  if (isLate(receipt)) return <StatusBadge kind="inventory.receipt" state="late" label={t("receipt.state.late")} />;
  return <StatusBadge kind="inventory.receipt" state={receipt.state} label={t(`receipt.state.${receipt.state}`)} tone={receipt.state === "partial" ? "progress" : undefined} />;
}
