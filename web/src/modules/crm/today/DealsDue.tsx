import { Button, Skeleton } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import { useGo } from "@/ui/address";
import { Card } from "@/ui/Card";
import { addDays, today } from "@/ui/dates";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Money } from "@/ui/Money";
import { useCan, useMe } from "@/ui/session";
import type { Deal } from "../wire";
import classes from "./today.module.css";

/** When a deal wants attention. */
export type When = "overdue" | "today" | "week";

/** Splits deals by their close date: past, today, the days after it. */
export function byDay(deals: Deal[], now: string): Record<When, Deal[]> {
  const out: Record<When, Deal[]> = { overdue: [], today: [], week: [] };
  for (const deal of deals) {
    const day = deal.expected_close ?? "";
    out[day < now ? "overdue" : day === now ? "today" : "week"].push(deal);
  }
  return out;
}

/** My open deals that should close by next week, the latest first. */
export function DealsDue() {
  const { t } = useTranslation("crm");
  const me = useMe();
  const can = useCan();
  const go = useGo();
  const now = today();
  const query = { status: "open", owner_id: me.user.id, "expected_close.lte": addDays(now, 7), sort: "expected_close" };
  const deals = useGet<Page<Deal>>("/crm/deals", { ...query, limit: 12, count: 1 });
  const all = `/crm/deals?layout=list&${new URLSearchParams(query).toString()}`;
  const count = deals.data?.total?.count;
  const groups = byDay(deals.data?.items ?? [], now);
  return (
    <Card title={t("today.deals")} icon={IconTargetArrow} count={count || undefined} to={all} flush>
      {deals.isPending ? <Skeleton height={120} mx="lg" mb="md" w="auto" /> : null}
      {deals.isError ? <ErrorBlock error={deals.error} retry={() => void deals.refetch()} compact /> : null}
      {deals.isSuccess && deals.data.items.length === 0 ? (
        <div className={classes.none}>
          {t("today.no_deals")}{" "}
          {can("crm.deal.create") ? (
            <Button variant="subtle" size="compact-sm" onClick={() => go("/crm/deals?new=1")}>
              {t("deal.new")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {(["overdue", "today", "week"] as const).map((when) =>
        groups[when].length > 0 ? (
          <section key={when}>
            <h3 className={classes.group} data-late={when === "overdue" || undefined}>
              {t(`today.${when}`)}
            </h3>
            <ul className={classes.list}>
              {groups[when].map((deal) => (
                <li key={deal.id} className={classes.line}>
                  <div className={classes.what}>
                    <div className={classes.title}>
                      <EntityLink entity="crm.deal" id={deal.id} label={deal.name} />
                      <Money value={deal.amount} />
                    </div>
                    <div className={classes.sub}>
                      <span dir="auto">{[deal.account?.name, deal.next_step || t("deal.no_next_step")].filter(Boolean).join(" · ")}</span>
                      <DateText value={deal.expected_close} weekday due />
                    </div>
                  </div>
                </li>
              ))}
            </ul>
          </section>
        ) : null,
      )}
    </Card>
  );
}
