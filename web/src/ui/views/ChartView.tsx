import type { TFunction } from "i18next";
import { Group, SegmentedControl, Select, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { filterField, type GridColumn } from "../grid/columns";
import { GridSkeleton } from "../grid/GridStates";
import { columnOfGroup, groupName, groupWord, steps, sumsOfColumn, type SumGroup } from "../grid/summing";
import { sumInWords } from "../grid/SumValues";
import type { GridState } from "../grid/useGridState";
import { useSummary } from "../grid/useSummary";
import { formatCount, locale } from "../number";
import { Bars } from "./Bars";
import classes from "./ChartView.module.css";
import { Line } from "./Line";

interface ChartViewProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  endpoint: string;
  query: Query;
  /** Accessible name of the list. */
  label: string;
}

/** One point of a chart: a group with its amount. */
export interface Point {
  key: string;
  name: string;
  /** As short as a bar is wide. */
  short: string;
  /** For drawing alone. */
  size: number;
  text: string;
}

const most = 40;

/** The rows of a view as bars or a line over one field; the table below says the same in numbers. */
export function ChartView<T>({ state, columns, endpoint, query, label }: ChartViewProps<T>) {
  const { t } = useTranslation("views");
  const groups = columns.flatMap((c) => {
    const word = groupWord(c);
    return word ? [{ column: c, word }] : [];
  });
  const measures = [
    { value: "count", label: t("chart.count") },
    ...columns.flatMap((c) => sumsOfColumn(c).filter((sum) => sum === "sum" || sum === "avg").map((sum) => ({ value: `${sum}:${filterField(c)}`, label: t("sum.of", { sum: t(`sum.${sum}`), column: c.label }) }))),
  ];
  const asked = state.params["by"];
  const by = asked && columnOfGroup(asked, columns) ? asked : (groups.find((g) => g.column.kind === "status" || g.column.kind === "choice") ?? groups[0])?.word;
  const measure = measures.some((m) => m.value === state.params["measure"]) ? (state.params["measure"] ?? "count") : "count";
  const [field = "", step] = (by ?? "").split(":");
  const column = by ? columnOfGroup(by, columns) : undefined;
  const measured = columns.find((c) => filterField(c) === measure.split(":")[1]);
  const line = Boolean(step) && state.params["chart"] === "line";
  const summary = useSummary(endpoint, query, { group: by ? [by] : [], of: measure === "count" ? [] : [measure], enabled: Boolean(by) });

  if (!by) return <EmptyBlock title={t("chart.nothing")} />;
  const found = summary.data?.groups ?? [];
  const ordered = step ? found.toSorted((a, b) => (a.key[by] ?? "").localeCompare(b.key[by] ?? "")).slice(-most) : found.slice(0, most);
  const series = seriesOf(ordered, measure, measured?.unitName);
  return (
    <div className={classes.root}>
      <Group gap="sm" className={classes.bar}>
        <Select size="xs" w={180} allowDeselect={false} label={t("chart.by")} value={field} data={groups.map((g) => ({ value: filterField(g.column) ?? "", label: g.column.label }))} onChange={(next) => state.set({ by: groups.find((g) => filterField(g.column) === next)?.word, chart: undefined })} />
        {step ? <Select size="xs" w={120} allowDeselect={false} label={t("chart.step")} value={step} data={steps.map((value) => ({ value, label: t(`chart.steps.${value}`) }))} onChange={(next) => state.set({ by: `${field}:${next}` })} /> : null}
        <Select size="xs" w={220} allowDeselect={false} label={t("chart.measure")} value={measure} data={measures} onChange={(next) => state.set({ measure: next === "count" ? undefined : (next ?? undefined) })} />
        {step ? (
          <SegmentedControl
            size="xs"
            aria-label={t("chart.kind")}
            value={line ? "line" : "bar"}
            onChange={(next) => state.set({ chart: next === "line" ? "line" : undefined })}
            data={[
              { value: "bar", label: t("chart.bar") },
              { value: "line", label: t("chart.line") },
            ]}
          />
        ) : null}
      </Group>
      {summary.isPending ? <GridSkeleton rowHeight={36} /> : null}
      {summary.isError ? <ErrorBlock error={summary.error} retry={() => void summary.refetch()} /> : null}
      {summary.isSuccess && found.length === 0 ? <EmptyBlock title={t("ui:grid.no_match")} /> : null}
      {series.map((unit) => {
        const points = unit.groups.map(({ group, value }) => ({ key: group.key[by] ?? "", name: groupName(group, by, column, t), short: shortName(group.key[by] ?? "", step, t), size: Number(value.value), text: measure === "count" ? formatCount(group.count) : sumInWords(value, measured) }));
        const title = [measures.find((m) => m.value === measure)?.label, unit.name].filter(Boolean).join(" · ");
        return (
          <section key={unit.name} className={classes.series}>
            {line ? <Line title={title} points={points} /> : <Bars title={title} points={points} upright={Boolean(step)} />}
            <Table.ScrollContainer minWidth={0}>
              <Table striped aria-label={t("chart.table", { list: label, measure: title })}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{column?.label}</Table.Th>
                    <Table.Th ta="end">{t("chart.count")}</Table.Th>
                    {measure === "count" ? null : <Table.Th ta="end">{title}</Table.Th>}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {unit.groups.map(({ group }, index) => (
                    <Table.Tr key={group.key[by] ?? ""}>
                      <Table.Td dir="auto">{points[index]?.name}</Table.Td>
                      <Table.Td ta="end" className="lh-number">{formatCount(group.count)}</Table.Td>
                      {measure === "count" ? null : <Table.Td ta="end" className="lh-number">{points[index]?.text}</Table.Td>}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </section>
        );
      })}
      {summary.data?.more || found.length > most ? <p className={classes.more}>{t("chart.more", { count: most })}</p> : null}
    </div>
  );
}

function shortName(day: string, step: string | undefined, t: TFunction<"views">): string {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  if (!day || !step) return t("views:group.none");
  if (step === "year") return day.slice(0, 4);
  if (step === "quarter") return t("views:group.quarter", { quarter: Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1, year: day.slice(2, 4) });
  return format(step === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" });
}

interface Series {
  name: string;
  groups: { group: SumGroup; value: { value: string; currency?: string; unit?: string } }[];
}

// Amounts in different currencies are different pictures: one axis for both would lie.
function seriesOf(groups: SumGroup[], measure: string, unitName?: (code: string) => string): Series[] {
  if (measure === "count") return groups.length > 0 ? [{ name: "", groups: groups.map((group) => ({ group, value: { value: String(group.count) } })) }] : [];
  const out = new Map<string, Series>();
  for (const group of groups) {
    for (const value of group.values?.[measure] ?? []) {
      const name = value.currency ?? (value.unit ? (unitName?.(value.unit) ?? value.unit) : "");
      const one = out.get(name) ?? { name, groups: [] };
      one.groups.push({ group, value });
      out.set(name, one);
    }
  }
  return [...out.values()];
}
