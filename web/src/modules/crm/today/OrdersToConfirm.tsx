import { IconReceipt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { OrderCard } from "./OrderCard";

/** Drafts: nothing is promised for them until somebody confirms. */
export function OrdersToConfirm() {
  const { t } = useTranslation("crm");
  return (
    <OrderCard
      title={t("today.to_confirm")}
      icon={IconReceipt}
      query={{ status: "draft", sort: "created_at" }}
      all="/crm/orders?status=draft&sort=created_at"
      none={t("today.none_to_confirm")}
      why={(order) => <DateText value={order.created_at} relative />}
    />
  );
}
