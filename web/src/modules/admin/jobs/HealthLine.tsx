import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { formatCount, formatDecimal } from "@/ui/number";
import { Notice } from "@/ui/Notice";
import classes from "./jobs.module.css";
import type { Health } from "./types";
import { spanWord } from "./words";

/** One line that says whether anybody has to do something, with the numbers that it is made of. */
export function HealthLine() {
  const { t } = useTranslation("admin");
  const health = useGet<Health>("/jobs/health", undefined, { keep: true });
  if (!health.data) return null;
  const h = health.data;
  const late = h.relay_lag_seconds > 60;
  const tone = h.dead > 0 ? "danger" : late || h.redis === "down" ? "warning" : "success";
  const words =
    h.dead > 0
      ? t("jobs.health.dead", { count: h.dead, shown: formatCount(h.dead) })
      : h.redis === "down"
        ? t("jobs.health.redis")
        : late
          ? t("jobs.health.late", { span: spanWord(h.relay_lag_seconds) })
          : t("jobs.health.good");
  const numbers: [string, string][] = [
    [t("jobs.health.oldest"), h.oldest_ready_seconds > 0 ? spanWord(h.oldest_ready_seconds) : t("jobs.health.nothing")],
    [t("jobs.health.per_minute"), formatDecimal(h.per_minute.toFixed(1), { max: 1 })],
    [t("jobs.health.failures"), formatCount(h.failures_in_an_hour)],
    [t("jobs.health.held"), formatCount(h.held)],
    ...(h.paused > 0 ? [[t("jobs.states.paused"), formatCount(h.paused)] as [string, string]] : []),
    [t("jobs.states.dead"), formatCount(h.dead)],
    [t("jobs.health.queue"), t(`jobs.health.redis_${h.redis}`)],
  ];
  return (
    <div className={classes.health}>
      <Notice tone={tone} title={words}>
        <dl className={classes.numbers}>
          {numbers.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Notice>
    </div>
  );
}
