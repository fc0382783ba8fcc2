import { IconAlertTriangle, IconPackageOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/ui/dates";
import { StatusBadge } from "@/ui/StatusBadge";
import { OrderCard } from "./OrderCard";
import classes from "./OrdersLate.module.css";

/** Orders that are late, and orders that wait for goods. */
export function OrdersLate() {
  const { t } = useTranslation("crm");
  return (
    <div className={classes.cards}>
      <OrderCard
        title={t("today.late")}
        icon={IconAlertTriangle}
        query={{ overdue: true, sort: "required_on" }}
        all="/crm/orders?overdue=true&sort=required_on"
        none={t("today.none_late")}
        why={(order) => <StatusBadge kind="crm.order" state="overdue" tone="danger" label={t("today.was_due", { day: formatDay(order.required_on ?? "") })} />}
      />
      <OrderCard
        title={t("today.short")}
        icon={IconPackageOff}
        query={{ short: true, sort: "required_on" }}
        all="/crm/orders?short=true&sort=required_on"
        none={t("today.none_short")}
        why={(order) => (order.required_on ? t("today.wanted", { day: formatDay(order.required_on) }) : t(`order.states.${order.status}`))}
      />
    </div>
  );
}
