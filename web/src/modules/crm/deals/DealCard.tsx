import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatDay, today } from "@/ui/dates";
import { Money } from "@/ui/Money";
import type { Deal } from "../wire";
import classes from "./deals.module.css";

/** A deal on the board: what, for whom, how much, until when, and what comes next. */
export function DealCard({ deal }: { deal: Deal }) {
  const { t } = useTranslation("crm");
  const late = deal.expected_close && deal.status === "open" && deal.expected_close < today();
  return (
    <>
      <div className={classes.cardTitle} dir="auto">
        {deal.name}
      </div>
      {deal.account?.name ? (
        <div className={classes.cardLine}>
          <span dir="auto">{deal.account.name}</span>
        </div>
      ) : null}
      <div className={classes.cardLine}>
        <span className={classes.cardAmount}>
          <Money value={deal.amount} />
        </span>
        {deal.expected_close ? (
          <span className={late ? classes.late : undefined}>
            {late ? <IconAlertTriangle size={13} stroke={2} role="img" aria-label={t("deal.overdue")} /> : null} {formatDay(deal.expected_close)}
          </span>
        ) : null}
      </div>
      <div className={classes.cardLine}>
        <span dir="auto">{deal.next_step || t("deal.no_next_step")}</span>
        {deal.owner?.name ? <span>{deal.owner.name.split(" ")[0]}</span> : null}
      </div>
    </>
  );
}
