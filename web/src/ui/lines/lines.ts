import type { FieldProblem } from "@/api/problem";

/** Rows and cells of what was copied from a spreadsheet. */
export function readPaste(text: string): string[][] {
  const rows = text.replace(/\r\n?/g, "\n").split("\n");
  if (rows.at(-1) === "") rows.pop();
  return rows.map((row) => row.split("\t"));
}

/** The fault of one cell: "/lines/0/quantity", or anything below it. */
export function faultAt(errors: FieldProblem[], pointer: string, index: number, key: string): string | undefined {
  const path = `${pointer}/${index}/${key}`;
  return errors.find((e) => e.pointer === path || e.pointer.startsWith(`${path}/`))?.detail;
}
