import { addDays, dayOf, formatDay, startOfDay } from "../dates";
import { formatDecimal } from "../number";
import type { Params } from "../address";
import { periodName } from "../filter/periods";
import { isCustom, partsOf, reserved } from "../views/state";
import { filterField, type GridColumn } from "./columns";

/** One condition of a list as it stands in the address: `field`, `field.gte`, `field.empty`. */
export interface Condition {
  /** The parameter: "close_on.gte". */
  param: string;
  field: string;
  op: string;
  value: string;
}

/** The conditions among the parameters of an address; unknown fields are left out. */
export function conditionsOf<T>(params: Params, columns: GridColumn<T>[]): Condition[] {
  const known = new Set(columns.map(filterField).filter((field) => field !== undefined));
  const found: Condition[] = [];
  for (const [param, value] of Object.entries(params)) {
    const parts = reserved.has(param) || value === "" ? undefined : partsOf(param, known);
    if (parts) found.push({ param, ...parts, value });
  }
  return found;
}

/** Parameters that neither the list nor the frame knows; the screen says that they were ignored. Fields that are gone are told by themselves. */
export function strangers<T>(params: Params, columns: GridColumn<T>[]): string[] {
  const known = new Set(conditionsOf(params, columns).map((c) => c.param));
  return Object.keys(params).filter((name) => !known.has(name) && !reserved.has(name) && !isCustom(name));
}

/** The query string of the API that says the same. */
export function queryOf(conditions: Condition[]): Record<string, string> {
  return Object.fromEntries(conditions.map((c) => [c.param, c.value]));
}

/** An instant column is filtered by whole days of the reader: from its first moment… */
export function dayStart(day: string): string {
  return startOfDay(day).toISOString();
}

/** …until before the first moment of the next. */
export function dayEnd(day: string): string {
  return dayStart(addDays(day, 1));
}

/** The day that was chosen as the end of a range of instants. */
export function endDay(instant: string): string {
  return dayOf(new Date(new Date(instant).getTime() - 1).toISOString());
}

type Words = (key: string, values?: Record<string, unknown>) => string;

/** The value of a condition in words. */
export function valueInWords<T>(condition: Condition, column: GridColumn<T>, t: Words): string {
  const { op, value } = condition;
  if (op === "empty") return "";
  if (op === "during") return periodName(value, t);
  switch (column.kind) {
    case "date":
      return formatDay(value);
    case "instant":
      return formatDay(op === "lt" ? endDay(value) : dayOf(value));
    case "number":
    case "quantity":
    case "money":
      return formatDecimal(value);
    case "boolean":
      return t(value === "true" ? "ui:yes" : "ui:no");
    case "choice":
    case "status":
      return value
        .split(",")
        .map((v) => column.options?.find((o) => o.value === v)?.label ?? (column.people && (v === "me" || v === "my_team") ? t(`views:who.${v}`) : v))
        .join(", ");
    default:
      return value;
  }
}

/** A condition as a sentence: "Close date is from 1 Nov 2026". */
export function inWords<T>(condition: Condition, column: GridColumn<T>, t: Words): string {
  const values = { field: column.label, value: valueInWords(condition, column, t) };
  if (condition.op === "empty") return t(condition.value === "true" ? "ui:filter.is_empty" : "ui:filter.is_filled", values);
  if (condition.op === "not") return t("ui:filter.is_not", values);
  if (condition.op === "gte") return t(isDays(column) ? "ui:filter.from" : "ui:filter.at_least", values);
  if (condition.op === "lte" || (condition.op === "lt" && isDays(column))) return t(isDays(column) ? "ui:filter.until" : "ui:filter.at_most", values);
  if (condition.op === "lt") return t("views:filter.less_than", values);
  if (condition.op === "during") return t("views:filter.during", values);
  if (condition.op === "under") return t("views:filter.under", values);
  if (condition.op === "gt") return t("ui:filter.more_than", values);
  return t(column.kind === undefined || column.kind === "text" || column.kind === "code" ? "ui:filter.starts_with" : "ui:filter.is", values);
}

function isDays<T>(column: GridColumn<T>): boolean {
  return column.kind === "date" || column.kind === "instant";
}
