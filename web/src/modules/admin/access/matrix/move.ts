/** Where the focus is: a row, and a column in it. */
export interface At {
  row: number;
  column: number;
}

const page = 10;

/**
 * Where a key takes the focus. `rows` are the columns in which each row has a cell; up and down look
 * for the cell that is nearest to the column. Null: the key does not move, or there is nowhere to go.
 */
export function move(rows: number[][], at: At, key: string, ctrl = false): At | null {
  const columns = rows[at.row] ?? [];
  const to = (column: number | undefined, row = at.row): At | null => (column === undefined ? null : { row, column });
  switch (key) {
    case "ArrowRight":
      return to(columns.find((c) => c > at.column));
    case "ArrowLeft":
      return to(columns.findLast((c) => c < at.column));
    case "Home":
      return ctrl ? down(rows, { row: 0, column: -1 }, 0) : to(columns[0]);
    case "End":
      return ctrl ? up(rows, { row: rows.length - 1, column: Infinity }, 0) : to(columns.at(-1));
    case "ArrowDown":
      return down(rows, at, 1);
    case "ArrowUp":
      return up(rows, at, 1);
    case "PageDown":
      return down(rows, at, Math.min(page, rows.length - 1 - at.row));
    case "PageUp":
      return up(rows, at, Math.min(page, at.row));
    default:
      return null;
  }
}

function down(rows: number[][], at: At, by: number): At | null {
  for (let row = at.row + by; row < rows.length; row++) {
    const column = nearest(rows[row], at.column);
    if (column !== undefined) return { row, column };
  }
  return null;
}

function up(rows: number[][], at: At, by: number): At | null {
  for (let row = at.row - by; row >= 0; row--) {
    const column = nearest(rows[row], at.column);
    if (column !== undefined) return { row, column };
  }
  return null;
}

function nearest(columns: number[] = [], wanted: number): number | undefined {
  if (wanted === Infinity) return columns.at(-1);
  let best: number | undefined;
  for (const column of columns) if (best === undefined || Math.abs(column - wanted) < Math.abs(best - wanted)) best = column;
  return best;
}
