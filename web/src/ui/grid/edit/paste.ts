import { toBody, toValues, type FieldSpec } from "../../form/fields";
import { sameValue } from "../../value";
import type { GridColumn } from "../columns";
import { fieldOf, type GridEdit } from "./description";
import type { Read } from "./reading";

/** Where a pasted block goes: rows of the list, and for each of its columns a field or none. */
export interface PastePlan<T> {
  rows: T[];
  columns: { field?: FieldSpec; label: string; texts: string[] }[];
  /** Lines of the block that no row is there for. */
  left: number;
}

/**
 * Lays a block of cells over rows and columns: from the column that has the focus, or by its header where
 * that names columns of the list. One line goes to all rows where these were chosen one by one (`spread`).
 */
export function planPaste<T>(block: string[][], rows: T[], spread: boolean, from: number, columns: GridColumn<T>[], edit: GridEdit<T>): PastePlan<T> {
  const [head = [], ...rest] = block;
  const named = head.map((label) => columns.find((c) => c.label.toLowerCase() === label.trim().toLowerCase()));
  const headed = rest.length > 0 && named.some(Boolean) && named.every((column, index) => column !== undefined || head[index]?.trim() === "");
  const lines = headed ? rest : block;
  const width = Math.max(...lines.map((line) => line.length), 0);
  const targets = headed ? named : columns.slice(Math.max(from, 0), Math.max(from, 0) + width);
  const many = spread && lines.length === 1 && rows.length > 1;
  const taken = many ? rows : rows.slice(0, lines.length);
  return {
    rows: taken,
    left: many ? 0 : Math.max(lines.length - taken.length, 0),
    columns: targets.slice(0, width).map((column, index) => ({
      field: fieldOf(column, edit),
      label: column?.label ?? head[index] ?? "",
      texts: taken.map((_, line) => (many ? lines[0] : lines[line])?.[index] ?? ""),
    })),
  };
}

/** One value of one row, before and after. */
export interface PastedCell {
  field: FieldSpec;
  old: unknown;
  read: Read;
  same: boolean;
}

/** A row with what it would get. */
export interface PastedRow<T> {
  row: T;
  cells: PastedCell[];
}

/** What the rows of a plan would get; `reads` has the meaning of each column's texts. */
export function pastedRows<T>(plan: PastePlan<T>, reads: Map<string, Read[]>, edit: GridEdit<T>): PastedRow<T>[] {
  return plan.rows.map((row, line) => {
    const record = edit.read(row);
    const cells = plan.columns.flatMap(({ field }) => {
      const read = field && reads.get(field.name)?.[line];
      if (!field || !read) return [];
      if (edit.closed?.(row, field.name)) return [];
      const old = toValues(record, [field])[field.name];
      return [{ field, old, read, same: !read.fault && sameValue(old, read.value) }];
    });
    return { row, cells };
  });
}

/** The rows that can be sent: what is wrong with a cell keeps its whole row back. */
export function toSend<T extends { id?: string; version?: number }>(pasted: PastedRow<T>[], edit: GridEdit<T>, currency: string, rowId: (row: T) => string) {
  return pasted
    .filter(({ cells }) => cells.some((c) => !c.same) && cells.every((c) => !c.read.fault))
    .map(({ row, cells }) => {
      const changed = cells.filter((c) => !c.same);
      const values = Object.fromEntries(changed.map((c) => [c.field.name, c.read.value]));
      return { id: rowId(row), version: row.version, set: edit.write(toBody(values, changed.map((c) => c.field), currency, edit.read(row)), row) };
    });
}
