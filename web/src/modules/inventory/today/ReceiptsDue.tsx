import { IconTruckLoading } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { addDays, today } from "@/ui/dates";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { TodayList } from "@/ui/TodayList";
import { ReceiptState } from "../receipts/state";
import type { Receipt } from "../wire";

/** What should come in by the end of the coming week, and what is late. */
export function ReceiptsDue() {
  const { t } = useTranslation("documents");
  return (
    <TodayList<Receipt>
      title={t("today.receive")}
      icon={IconTruckLoading}
      endpoint="/inventory/receipts"
      query={{ state: "expected,partial", "expected_on.lte": addDays(today(), 7), sort: "created_at" }}
      to="/stock/receipts"
      none={t("today.receive_none")}
      line={(receipt) => ({
        main: <EntityLink entity="inventory.receipt" id={receipt.id} label={receipt.supplier?.name || receipt.number} />,
        sub: [receipt.number, receipt.reference].filter(Boolean).join(" · "),
        end: (
          <>
            <ReceiptState receipt={receipt} />
            <DateText value={receipt.expected_on} weekday due />
          </>
        ),
      })}
    />
  );
}
