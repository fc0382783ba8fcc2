import type { ReactNode } from "react";
import classes from "./Rows.module.css";

/** One column of rows that are only read. */
export interface RowColumn<T> {
  key: string;
  label: string;
  cell: (row: T, index: number) => ReactNode;
  /** Stands at the end of its column, so that equal digits are below each other. */
  numeric?: boolean;
  width?: number | string;
  /** Its label stays for the ear only: a menu, an icon. */
  bare?: boolean;
}

interface RowsProps<T> {
  label: string;
  columns: RowColumn<T>[];
  rows: T[];
  rowKey: (row: T, index: number) => string;
  /** Marks a row as done or taken back. */
  faded?: (row: T) => boolean;
  /** Below the rows: totals, "load more". */
  foot?: ReactNode;
}

/** A short table inside of a page. Where there is little room each row is a card with its labels. */
export function Rows<T>({ label, columns, rows, rowKey, faded, foot }: RowsProps<T>) {
  return (
    <div className={classes.root}>
      {/* Roles are written out: as cards the table is no table to the browser any more. */}
      <table role="table" aria-label={label} className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th role="columnheader" scope="col" key={column.key} data-numeric={column.numeric || undefined} style={{ width: column.width }}>
                {column.bare ? <span className={classes.ear}>{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr role="row" key={rowKey(row, index)} data-faded={faded?.(row) || undefined}>
              {columns.map((column, position) => (
                <td
                  role="cell"
                  key={column.key}
                  data-numeric={column.numeric || undefined}
                  data-first={position === 0 || undefined}
                  data-bare={column.bare || undefined}
                  data-label={column.bare ? undefined : column.label}
                >
                  {/* One box, so that a second line stands below the first and not below the label. */}
                  <div className={classes.cell}>{column.cell(row, index)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {foot ? <div className={classes.foot}>{foot}</div> : null}
    </div>
  );
}
