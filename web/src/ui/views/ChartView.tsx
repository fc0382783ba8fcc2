import { Group, SegmentedControl, Select, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { filterField, type GridColumn } from "../grid/columns";
import { GridSkeleton } from "../grid/GridStates";
import { columnOfGroup, steps } from "../grid/summing";
import type { GridState } from "../grid/useGridState";
import { useSummary } from "../grid/useSummary";
import { formatCount } from "../number";
import { Bars } from "./Bars";
import classes from "./ChartView.module.css";
import { Line } from "./Line";
import { groupsOf, inOrder, measuresOf, seriesOf, standardGroup } from "./series";

interface ChartViewProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  endpoint: string;
  query: Query;
  /** Accessible name of the list. */
  label: string;
}

const most = 40;

/** The rows of a view as bars or a line over one field; the table below says the same in numbers. */
export function ChartView<T>({ state, columns, endpoint, query, label }: ChartViewProps<T>) {
  const { t } = useTranslation("views");
  const groups = groupsOf(columns);
  const measures = measuresOf(columns, t);
  const asked = state.params["by"];
  const by = asked && columnOfGroup(asked, columns) ? asked : standardGroup(groups);
  const measure = measures.some((m) => m.value === state.params["measure"]) ? (state.params["measure"] ?? "count") : "count";
  const [field = "", step] = (by ?? "").split(":");
  const column = by ? columnOfGroup(by, columns) : undefined;
  const line = Boolean(step) && state.params["chart"] === "line";
  const summary = useSummary(endpoint, query, { group: by ? [by] : [], of: measure === "count" ? [] : [measure], enabled: Boolean(by) });

  if (!by) return <EmptyBlock title={t("chart.nothing")} />;
  const found = summary.data?.groups ?? [];
  const series = seriesOf(inOrder(found, by, most), by, measure, columns, t);
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
        const { points } = unit;
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
                  {points.map((point) => (
                    <Table.Tr key={point.key}>
                      <Table.Td dir="auto">{point.name}</Table.Td>
                      <Table.Td ta="end" className="lh-number">{formatCount(point.group.count)}</Table.Td>
                      {measure === "count" ? null : <Table.Td ta="end" className="lh-number">{point.text}</Table.Td>}
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
