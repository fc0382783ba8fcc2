import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Notice } from "@/ui/Notice";
import type { Order } from "../wire";
import classes from "./orders.module.css";

const way = ["draft", "confirmed", "partially_fulfilled", "fulfilled"] as const;

/** How far an order has come, and what stopped it. */
export function OrderProgress({ order }: { order: Order }) {
  const { t } = useTranslation("crm");
  const shipped = order.lines?.some((l) => Number(l.shipped) > 0);
  const status = order.status === "on_hold" ? (shipped ? "partially_fulfilled" : "confirmed") : order.status;
  const at = way.findIndex((s) => s === status);
  return (
    <div className={classes.notices}>
      {at >= 0 ? (
        <ol className={classes.progress} aria-label={t("order.progress")}>
          {way.map((state, index) => (
            <li
              key={state}
              data-state={index < at ? "done" : index === at ? "current" : "ahead"}
              data-end={state === "fulfilled" || undefined}
              aria-current={index === at ? "step" : undefined}
            >
              {index < at || (index === at && state === "fulfilled") ? <IconCheck size={14} stroke={2} aria-hidden /> : null}
              {t(`order.states.${state}`)}
            </li>
          ))}
        </ol>
      ) : null}
      {order.status === "on_hold" ? (
        <Notice tone="warning" title={t("order.held")}>
          {order.hold_reason}
        </Notice>
      ) : null}
      {order.status === "cancelled" ? (
        <Notice tone="neutral" title={t("order.cancelled")}>
          {order.cancel_reason}
        </Notice>
      ) : null}
      {order.historical ? <Notice tone="info">{t("order.historical")}</Notice> : null}
    </div>
  );
}
