import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowSelectionState,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { memberOf } from "../value";
import { widthOf, type GridColumn } from "./columns";
import type { GridState } from "./useGridState";

const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});

/** Columns, their order and widths, and the selected rows, held by TanStack Table. */
export function useGridTable<T extends object>(rows: T[], columns: GridColumn<T>[], state: GridState, rowId: (row: T) => string) {
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const defs = useMemo<ColumnDef<typeof features, T>[]>(
    () =>
      columns.map((column) => ({
        id: column.key,
        accessorFn: (row: T) => (column.value ? column.value(row) : memberOf(row, column.key)),
        header: column.label,
        size: widthOf(column),
        minSize: 60,
        maxSize: 800,
      })),
    [columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((c) => [c.key, state.shown.includes(c.key)])),
    [columns, state.shown],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    columnResizeMode: "onChange",
    state: { columnOrder: state.shown, columnVisibility, columnSizing: state.widths, rowSelection },
    onColumnSizingChange: (updater) => state.setWidths(typeof updater === "function" ? updater(state.widths) : updater),
    onRowSelectionChange: setRowSelection,
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const byKey = new Map(columns.map((c) => [c.key, c]));
  const sizes = headers.filter((header) => byKey.has(header.column.id)).map((header) => header.getSize());
  const visible = headers.flatMap((header) => {
    const column = byKey.get(header.column.id);
    if (!column) return [];
    const place = state.shown.indexOf(column.key);
    const pin = state.pinned.includes(column.key) ? sizes.slice(0, place).reduce((sum, size) => sum + size, 0) : undefined;
    return [{ column, size: header.getSize(), pin, resize: header.getResizeHandler(), resizing: header.column.getIsResizing() }];
  });
  const selected = useMemo<ReadonlySet<string>>(() => new Set(Object.keys(rowSelection)), [rowSelection]);
  /** Adds rows to the selection or takes them out of it. */
  const select = (ids: string[], on: boolean) =>
    setRowSelection((before) => {
      const next = { ...before };
      for (const id of ids) {
        if (on) next[id] = true;
        else delete next[id];
      }
      return next;
    });
  return { visible, selected, select, clearSelection: () => setRowSelection({}) };
}
