import { useTranslation } from "react-i18next";
import { formatMoney } from "@/ui/number";
import type { SalesGroup } from "../wire";
import type { Group } from "./grouping";
import { groupName } from "./labels";
import classes from "./reports.module.css";

interface BarChartProps {
  by: Group;
  groups: SalesGroup[];
  currency: string;
}

const most = 12;

/**
 * Net sales as bars from zero: side by side where time goes on, below each other where names are
 * read. The table below it says the same in numbers, so the ear passes the picture by.
 */
export function BarChart({ by, groups, currency }: BarChartProps) {
  const { t } = useTranslation("crm");
  const time = by === "month" || by === "year";
  const shown = time ? groups.slice(-24) : groups.slice(0, most);
  // Lengths of bars are drawing, not money: here a number with a comma is good enough.
  const largest = Math.max(1, ...shown.map((g) => Number(g.net)));
  const bars = shown.map((group) => ({
    key: group.key,
    name: groupName(by, group, t),
    share: Math.max(0, Number(group.net)) / largest,
    amount: formatMoney({ amount: String(Math.round(Number(group.net))), currency }).replace(/[.,]00(?=\D*$)/, ""),
  }));
  return (
    <figure className={classes.chart} aria-hidden>
      <figcaption>
        {t("report.chart", { by: t(`report.by_group.${by}`), currency })}
        {!time && groups.length > most ? ` ${t("report.chart_first", { count: most })}` : ""}
      </figcaption>
      <div className={classes.bars} data-upright={time || undefined}>
        {bars.map((bar) => (
          <div key={bar.key} className={classes.barRow} title={`${bar.name}: ${bar.amount}`}>
            <span className={classes.barName}>{bar.name}</span>
            <span className={classes.track}>
              <span className={classes.fill} style={{ "--share": bar.share } as React.CSSProperties} />
            </span>
            <span className={classes.barAmount}>{bar.amount}</span>
          </div>
        ))}
      </div>
    </figure>
  );
}
