import type { TFunction } from "i18next";
import { filterField, type GridColumn } from "../grid/columns";
import { columnOfGroup, groupName, groupWord, sumsOfColumn, type SumGroup, type SumValue } from "../grid/summing";
import { sumInWords } from "../grid/SumValues";
import { formatCount, locale } from "../number";

/** One point of a chart. */
export interface Point {
  key: string;
  name: string;
  /** As short as a bar is wide. */
  short: string;
  /** For drawing alone. */
  size: number;
  text: string;
}

/** A group of a list with its amount. */
export interface GroupPoint extends Point {
  group: SumGroup;
}

/** One picture: amounts in different currencies are different ones, since one axis for both would lie. */
export interface Series {
  /** Its currency or unit; "" where there is none. */
  name: string;
  points: GroupPoint[];
}

/** A field that a chart can be over. */
export interface Groupable<T> {
  column: GridColumn<T>;
  word: string;
}

/** The fields by which the rows of a list can be counted. */
export function groupsOf<T>(columns: GridColumn<T>[]): Groupable<T>[] {
  return columns.flatMap((column) => {
    const word = groupWord(column);
    return word ? [{ column, word }] : [];
  });
}

/** The field that a chart is over, if nobody says one: a state or choice before others. */
export function standardGroup<T>(groups: Groupable<T>[]): string | undefined {
  return (groups.find((g) => g.column.kind === "status" || g.column.kind === "choice") ?? groups[0])?.word;
}

/** What can be shown of a list: how many there are, sums and averages, each as the API names it. */
export function measuresOf<T>(columns: GridColumn<T>[], t: TFunction<"views">): { value: string; label: string }[] {
  return [
    { value: "count", label: t("views:chart.count") },
    ...columns.flatMap((c) =>
      sumsOfColumn(c)
        .filter((sum) => sum === "sum" || sum === "avg")
        .map((sum) => ({ value: `${sum}:${filterField(c)}`, label: t("views:sum.of", { sum: t(`views:sum.${sum}` as "views:sum.sum"), column: c.label }) })),
    ),
  ];
}

/** The column that a measure is about; none for "count". */
export function measuredBy<T>(measure: string, columns: GridColumn<T>[]): GridColumn<T> | undefined {
  return columns.find((c) => filterField(c) !== undefined && filterField(c) === measure.split(":")[1]);
}

/** Groups in the order in which they are drawn: time goes on, the rest as the API has it; the last or first of them if they are too many. */
export function inOrder(groups: SumGroup[], by: string, most: number): SumGroup[] {
  if (!by.includes(":")) return groups.slice(0, most);
  return groups.toSorted((a, b) => (a.key[by] ?? "").localeCompare(b.key[by] ?? "")).slice(-most);
}

/** Groups as pictures: one for each currency or unit. */
export function seriesOf<T>(groups: SumGroup[], by: string, measure: string, columns: GridColumn<T>[], t: TFunction<"views">): Series[] {
  const column = columnOfGroup(by, columns);
  const measured = measuredBy(measure, columns);
  const step = by.split(":")[1];
  const point = (group: SumGroup, value: SumValue): GroupPoint => ({
    key: group.key[by] ?? "",
    name: groupName(group, by, column, t),
    short: shortName(group.key[by] ?? "", step, t),
    size: Number(value.value),
    text: measure === "count" ? formatCount(group.count) : sumInWords(value, measured),
    group,
  });
  if (measure === "count") return groups.length > 0 ? [{ name: "", points: groups.map((group) => point(group, { value: String(group.count) })) }] : [];
  const out = new Map<string, Series>();
  for (const group of groups) {
    for (const value of group.values?.[measure] ?? []) {
      const name = value.currency ?? (value.unit ? (measured?.unitName?.(value.unit) ?? value.unit) : "");
      const one = out.get(name) ?? { name, points: [] };
      one.points.push(point(group, value));
      out.set(name, one);
    }
  }
  return [...out.values()];
}

function shortName(day: string, step: string | undefined, t: TFunction<"views">): string {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  if (!day || !step) return t("views:group.none");
  if (step === "year") return day.slice(0, 4);
  if (step === "quarter") return t("views:group.quarter", { quarter: Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1, year: day.slice(2, 4) });
  return format(step === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" });
}
