import type { GridColumn } from "../grid/columns";
import { memberOf } from "../value";

/** A value as words alone: a link in a card or a button would be two things to press in one. */
export function inPlainWords<T>(row: T, column: GridColumn<T>): string {
  if (column.labelField) return String(memberOf(row, column.labelField) ?? "");
  const value = column.value ? column.value(row) : memberOf(row, column.key);
  if (Array.isArray(value)) return value.map((one) => column.options?.find((o) => o.value === one)?.label ?? String(one)).join(", ");
  return column.options?.find((o) => o.value === value)?.label ?? (typeof value === "string" ? value : "");
}
