import { SegmentedControl, Select, Skeleton, Text } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateField } from "@/ui/DateField";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Money } from "@/ui/Money";
import { formatCount } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import type { OrdersReport, SalesReport } from "../wire";
import { GroupTable } from "./GroupTable";
import { groups, isGroup, ordersOf, periodDays, periods, type Group } from "./grouping";
import { BarChart } from "./BarChart";
import classes from "./reports.module.css";

/** What was sold, grouped; every number opens the orders that it counts. */
export function SalesReportPage() {
  const { t } = useTranslation("crm");
  const [params, set] = useParams();
  const asked = params["by"] ?? "";
  const by: Group = isGroup(asked) ? asked : "month";
  const { from = "", to = "" } = params["period"] === "all" ? {} : params["from"] || params["to"] ? { from: params["from"], to: params["to"] } : periodDays("year");
  const period = params["period"] === "all" ? "all" : (periods.find((p) => periodDays(p).from === from && periodDays(p).to === to) ?? "");
  const rounding = params["rounding"] === "exact" ? "exact" : "lines";
  const report = useGet<SalesReport>("/crm/reports/sales", { group_by: by, from, to, rounding, limit: 1000 });
  const setPeriod = (name: string | null) => {
    if (name === "all") set({ period: "all", from: undefined, to: undefined });
    else if (name) set({ period: undefined, ...periodDays(name as (typeof periods)[number]) });
  };
  const data = report.data;
  const rows = data?.groups ?? [];
  const money = (amount: string) => <Money value={{ amount, currency: data?.currency ?? "EUR" }} />;
  return (
    <Screen>
      <PageHeader title={t("report.title")} icon={IconChartBar} />
      <div className={classes.bar}>
        <SegmentedControl<Group>
          size="xs"
          className={classes.groups}
          aria-label={t("report.by")}
          value={by}
          onChange={(next) => set({ by: next })}
          data={groups.map((value) => ({ value, label: t(`report.groups.${value}`) }))}
        />
        <Select
          size="xs"
          w={150}
          aria-label={t("report.period")}
          allowDeselect={false}
          value={period || null}
          placeholder={t("report.own_period")}
          onChange={setPeriod}
          data={[...periods, "all"].map((value) => ({ value, label: t(`report.periods.${value}`) }))}
        />
        <div className={classes.days}>
          <DateField size="xs" aria-label={t("report.from")} value={from} onChange={(next) => set({ period: undefined, from: next, to })} />
          <DateField size="xs" aria-label={t("report.to")} value={to} onChange={(next) => set({ period: undefined, from, to: next })} />
        </div>
        <Select
          size="xs"
          w={190}
          aria-label={t("report.rounding")}
          allowDeselect={false}
          value={rounding}
          onChange={(next) => set({ rounding: next === "exact" ? "exact" : undefined })}
          data={(["lines", "exact"] as const).map((value) => ({ value, label: t(`report.roundings.${value}`) }))}
        />
      </div>
      <div className={classes.body}>
        {report.isError ? <ErrorBlock error={report.error} retry={() => void report.refetch()} /> : null}
        {report.isPending ? <Shape /> : null}
        {data ? (
          <div className={classes.page} data-stale={report.isPlaceholderData || undefined}>
            <dl className={classes.tiles}>
              <Tile label={t("report.net")} value={money(data.total.net)} to={ordersOf("none", undefined, { from, to, currency: data.currency })} />
              <Tile label={t("report.orders")} value={formatCount(data.total.orders)} to={ordersOf("none", undefined, { from, to, currency: data.currency })} />
              <Tile label={t("report.average")} value={money(data.total.average)} />
              <Tile label={t("report.discount")} value={money(data.total.discount)} />
              {data.total.largest ? (
                <Tile label={t("report.largest")} value={money(data.total.largest.net)} to={`/crm/orders/${data.total.largest.id}`} />
              ) : null}
              <Standing />
            </dl>
            {data.other_currencies > 0 ? (
              <Text size="sm" c="dimmed">
                {t("report.other_currencies", { count: data.other_currencies, currency: data.currency })}
              </Text>
            ) : null}
            {rows.length === 0 ? (
              <EmptyBlock icon={IconChartBar} title={t("report.none")} text={t("report.none_text")} />
            ) : (
              <>
                <BarChart by={by} groups={rows} currency={data.currency} />
                <GroupTable by={by} report={data} from={from} to={to} />
              </>
            )}
          </div>
        ) : null}
      </div>
    </Screen>
  );
}

function Tile({ label, value, to }: { label: string; value: React.ReactNode; to?: string }) {
  return (
    <div className={classes.tile}>
      <dt>{label}</dt>
      <dd>
        {to ? (
          <AppLink to={to} fz="inherit" fw={600}>
            {value}
          </AppLink>
        ) : (
          value
        )}
      </dd>
    </div>
  );
}

// How orders stand today, whatever the period is.
function Standing() {
  const { t } = useTranslation("crm");
  const standing = useGet<OrdersReport>("/crm/reports/orders");
  if (!standing.data) return null;
  return (
    <>
      <Tile label={t("report.open")} value={formatCount(standing.data.open)} to="/crm/orders?status=confirmed,partially_fulfilled,on_hold" />
      <Tile label={t("report.overdue")} value={formatCount(standing.data.overdue)} to="/crm/orders?overdue=true" />
    </>
  );
}

function Shape() {
  return (
    <div className={classes.page}>
      <Skeleton height={56} />
      <Skeleton height={220} />
      <Skeleton height={240} />
    </div>
  );
}
