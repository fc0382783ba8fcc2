import type { TFunction } from "i18next";
import { addDays, formatDay } from "../dates";
import { locale } from "../number";
import { filterField, isNumeric, type GridColumn } from "./columns";

/** An aggregate of a column; amounts in different currencies and units stay apart. */
export interface SumValue {
  value: string;
  currency?: string;
  unit?: string;
}

/** Records that are alike in the fields of a group. */
export interface SumGroup {
  key: Record<string, string | null>;
  labels?: Record<string, string>;
  count: number;
  values?: Record<string, SumValue[]>;
}

/** What a list comes to, as the API has it. */
export interface Summary {
  groups: SumGroup[] | null;
  total: { count: number; values?: Record<string, SumValue[]> };
  more: boolean;
}

/** Widths of time by which dates are counted together. */
export const steps = ["day", "week", "month", "quarter", "year"] as const;

/** What to group a column by; undefined when its values are too many to be groups. */
export function groupWord<T>(column: GridColumn<T>): string | undefined {
  const field = filterField(column);
  if (!field || column.many || column.presence) return undefined;
  if (column.kind === "date" || column.kind === "instant") return `${field}:month`;
  if (column.group || ["choice", "status", "ref", "boolean"].includes(column.kind ?? "text")) return field;
  return undefined;
}

/** The aggregates that a column has. */
export function sumsOfColumn<T>(column: GridColumn<T>): string[] {
  if (!filterField(column)) return [];
  if (isNumeric(column)) return ["sum", "avg", "min", "max", "filled"];
  if (column.kind === "date" || column.kind === "instant") return ["min", "max", "filled"];
  return column.optional ? ["filled"] : [];
}

/** The column that a group word is about. */
export function columnOfGroup<T>(word: string, columns: GridColumn<T>[]): GridColumn<T> | undefined {
  const field = word.split(":")[0];
  return columns.find((c) => filterField(c) === field);
}

/** A group in the words of its column: a name, a state, "November 2026". */
export function groupName<T>(group: SumGroup, word: string, column: GridColumn<T> | undefined, t: TFunction<"views">): string {
  const value = group.key[word];
  if (value === null || value === undefined || value === "") return t("views:group.none");
  const label = group.labels?.[word] ?? column?.options?.find((o) => o.value === value)?.label;
  if (label) return label;
  if (column?.kind === "boolean") return t(value === "true" ? "ui:yes" : "ui:no");
  const step = word.split(":")[1];
  if (step) return timeName(value, step, t);
  return column?.kind === "ref" ? t("views:group.unnamed") : value;
}

function timeName(day: string, step: string, t: TFunction<"views">): string {
  const date = new Date(`${day}T00:00:00Z`);
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(date);
  switch (step) {
    case "year":
      return day.slice(0, 4);
    case "quarter":
      return t("views:group.quarter", { quarter: Math.floor(date.getUTCMonth() / 3) + 1, year: day.slice(0, 4) });
    case "month":
      return format({ month: "long", year: "numeric" });
    case "week":
      return t("views:group.week", { day: formatDay(day) });
  }
  return formatDay(day);
}

/** The conditions that choose the rows of a group, as leaves of a nested filter. */
export function groupFilter(group: SumGroup, word: string, kind: string | undefined, zone: string): object[] {
  const [field, step] = word.split(":");
  const value = group.key[word];
  if (value === null || value === undefined) return [{ field, op: "empty", value: true }];
  if (!step) return [{ field, op: "is", value }];
  const until = nextStep(value, step);
  const said = (day: string) => (kind === "instant" ? startOfDay(day, zone) : day);
  return [
    { field, op: "gte", value: said(value) },
    { field, op: "lt", value: said(until) },
  ];
}

/** The first day of the next step. */
export function nextStep(day: string, step: string): string {
  if (step === "day") return addDays(day, 1);
  if (step === "week") return addDays(day, 7);
  const months = step === "month" ? 1 : step === "quarter" ? 3 : 12;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

/** The first moment of a day in a zone: the server counts days where the organisation is. */
export function startOfDay(day: string, zone: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const shown = (at: number) => Date.parse(`${new Date(at).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T")}Z`) - at;
  const guess = utc - shown(utc);
  return new Date(utc - shown(guess)).toISOString();
}

/** Two nested filters as one that holds when both do. */
export function both(filter: string | undefined, leaves: object[]): string | undefined {
  if (leaves.length === 0) return filter || undefined;
  const parts = filter ? [JSON.parse(filter) as object, ...leaves] : leaves;
  return JSON.stringify(parts.length === 1 ? parts[0] : { and: parts });
}
