import { formatMoney } from "../../number";
import { memberOf, showValue } from "../../value";
import type { GridColumn } from "../columns";

/** A cell as it goes to a spreadsheet: days and numbers in a form that every program reads. */
export function textOf<T>(row: T, column: GridColumn<T>): string {
  const value = column.value ? column.value(row) : memberOf(row, column.key);
  if (column.kind === "ref" || column.labelField) return String((column.labelField ? memberOf(row, column.labelField) : value) ?? "");
  if (value === undefined || value === null || value === "") return "";
  if (column.kind === "money") {
    const { amount } = value as { amount?: string };
    return amount ?? "";
  }
  if (column.kind === "choice" || column.kind === "status") {
    if (Array.isArray(value)) return value.map((one) => column.options?.find((o) => o.value === one)?.label ?? String(one)).join(", ");
    return column.options?.find((o) => o.value === value)?.label ?? nameOf(row, column) ?? String(value);
  }
  if (typeof value === "boolean") return showValue(value);
  if (typeof value === "object") return "amount" in value ? formatMoney(value as { amount: string; currency: string }, "code") : showValue(value);
  return String(value);
}

// A choice whose words are not loaded: the record carries the name beside the id.
function nameOf<T>(row: T, column: GridColumn<T>): string | undefined {
  const name = memberOf(row, `${column.key.replace(/_id$/, "")}.name`);
  return typeof name === "string" ? name : undefined;
}

/** Rows as a spreadsheet takes them: a header, then a line each. */
export function toTable<T>(rows: T[], columns: GridColumn<T>[]): string {
  const lines = [columns.map((c) => c.label), ...rows.map((row) => columns.map((c) => textOf(row, c)))];
  return lines.map((cells) => cells.map(quoted).join("\t")).join("\n");
}

// A text that begins like a formula is one to a spreadsheet, whoever wrote it.
function quoted(cell: string): string {
  const safe = /^[=+@]|^-(?![\d.,])/.test(cell) ? `'${cell}` : cell;
  return /[\t\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Reads what a spreadsheet puts into the clipboard: lines of cells, quoted where a cell has lines of its own. */
export function fromTable(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = "";
  let within = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (within) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else within = false;
    } else if (sign === '"' && cell === "") within = true;
    else if (sign === "\t") {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at++;
      lines.push([...cells, cell]);
      cells = [];
      cell = "";
    } else cell += sign;
  }
  if (cell !== "" || cells.length > 0) lines.push([...cells, cell]);
  return lines;
}
