import { MultiSelect, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { filterField, type GridColumn } from "../grid/columns";
import { columnOfGroup, steps } from "../grid/summing";
import type { Params } from "../address";
import { groupsOf, measuresOf, standardGroup } from "../views/series";
import type { ViewState } from "../views/state";
import { sizes, type NewWidget, type WidgetKind } from "./wire";

/** What somebody wants to see of a list. */
export interface WidgetWords {
  kind: WidgetKind;
  title: string;
  by?: string;
  measure: string;
  chart: "bar" | "line";
  columns: string[];
}

/** What a view suggests: a chart for a chart, else its number. */
export function suggested(params: Params): WidgetWords {
  return {
    kind: params["layout"] === "chart" ? "chart" : "number",
    title: "",
    by: params["by"],
    measure: params["measure"] ?? "count",
    chart: params["chart"] === "line" ? "line" : "bar",
    columns: (params["columns"] ?? "").split(",").filter(Boolean).slice(0, mostColumns),
  };
}

const mostColumns = 6;

/** The columns that a table shows if nobody chose any: those of a card, else the first ones. */
export function standardColumns<T>(columns: GridColumn<T>[]): string[] {
  const shown = columns.filter((c) => !c.hidden);
  const cards = shown.filter((c, index) => index === 0 || c.card);
  return (cards.length > 2 ? cards : shown).slice(0, 4).map((c) => c.key);
}

/** The widget that the words mean, over conditions of its own or a saved view. */
export function widgetOf<T>(words: WidgetWords, list: string, over: { view?: string; state: ViewState }, columns: GridColumn<T>[]): NewWidget {
  const { by: _by, measure: _measure, chart: _chart, columns: _columns, layout: _layout, widths: _widths, pinned: _pinned, group: _group, aggregates: _sums, density: _density, ...conditions } = over.state;
  const own: ViewState = over.view ? {} : conditions;
  const by = words.by && columnOfGroup(words.by, columns) ? words.by : standardGroup(groupsOf(columns));
  if (words.kind !== "table") own.measure = words.measure;
  if (words.kind === "table") own.columns = words.columns.length > 0 ? words.columns : standardColumns(columns);
  if (words.kind === "chart") {
    own.by = by;
    own.chart = by?.includes(":") ? words.chart : "bar";
  }
  return { kind: words.kind, title: words.title.trim() || undefined, list, view_id: over.view, state: own, ...sizes[words.kind] };
}

interface WidgetFormProps<T> {
  value: WidgetWords;
  onChange: (words: WidgetWords) => void;
  columns: GridColumn<T>[];
  /** What it is called if nobody names it. */
  standardTitle: string;
}

/** Asks what a widget shows of a list, and offers what the list's fields make possible. */
export function WidgetForm<T>({ value, onChange, columns, standardTitle }: WidgetFormProps<T>) {
  const { t } = useTranslation("views");
  const groups = groupsOf(columns);
  const measures = measuresOf(columns, t);
  const by = value.by && columnOfGroup(value.by, columns) ? value.by : standardGroup(groups);
  const [field = "", step] = (by ?? "").split(":");
  const put = (patch: Partial<WidgetWords>) => onChange({ ...value, ...patch });
  const kinds: WidgetKind[] = groups.length > 0 ? ["number", "chart", "table"] : ["number", "table"];
  return (
    <Stack gap="md">
      <SegmentedControl<WidgetKind>
        fullWidth
        aria-label={t("widget.kind")}
        value={value.kind}
        onChange={(kind) => put({ kind })}
        data={kinds.map((kind) => ({ value: kind, label: t(`widget.${kind}`) }))}
      />
      {value.kind !== "table" ? <Select label={t("chart.measure")} allowDeselect={false} value={measures.some((m) => m.value === value.measure) ? value.measure : "count"} data={measures} onChange={(measure) => put({ measure: measure ?? "count" })} /> : null}
      {value.kind === "chart" ? (
        <Select
          label={t("chart.by")}
          allowDeselect={false}
          value={field}
          data={groups.map((g) => ({ value: filterField(g.column) ?? "", label: g.column.label }))}
          onChange={(next) => put({ by: groups.find((g) => filterField(g.column) === next)?.word })}
        />
      ) : null}
      {value.kind === "chart" && step ? (
        <>
          <Select label={t("chart.step")} allowDeselect={false} value={step} data={steps.map((one) => ({ value: one, label: t(`chart.steps.${one}`) }))} onChange={(next) => put({ by: `${field}:${next}` })} />
          <SegmentedControl
            aria-label={t("chart.kind")}
            value={value.chart}
            onChange={(chart) => put({ chart: chart as WidgetWords["chart"] })}
            data={[
              { value: "bar", label: t("chart.bar") },
              { value: "line", label: t("chart.line") },
            ]}
          />
        </>
      ) : null}
      {value.kind === "table" ? (
        <MultiSelect
          label={t("widget.columns")}
          maxValues={mostColumns}
          hidePickedOptions
          searchable
          value={(value.columns.length > 0 ? value.columns : standardColumns(columns)).filter((key) => columns.some((c) => c.key === key))}
          data={columns.map((c) => ({ value: c.key, label: c.label }))}
          onChange={(keys) => put({ columns: keys })}
        />
      ) : null}
      <TextInput label={t("widget.title")} description={t("widget.title_help")} placeholder={standardTitle} maxLength={100} value={value.title} onChange={(event) => put({ title: event.currentTarget.value })} />
    </Stack>
  );
}
