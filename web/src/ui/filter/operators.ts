import type { GridColumn } from "../grid/columns";

/** A way to compare a column; `value` says what is asked for beside it. */
export interface Operator {
  op: string;
  /** Key of its words. */
  label: string;
  value: "choices" | "ref" | "text" | "number" | "day" | "period" | "yes" | "none";
}

const empties: Operator[] = [{ op: "empty", label: "empty", value: "none" }];

/** The ways in which a column can be compared, the usual one first. */
export function operatorsOf<T>(column: GridColumn<T>): Operator[] {
  return [...(column.presence ? [] : plain(column)), ...(column.optional ? empties : [])];
}

function plain<T>(column: GridColumn<T>): Operator[] {
  switch (column.kind) {
    case "choice":
    case "status":
      return [
        { op: "", label: "one_of", value: "choices" },
        { op: "not", label: "none_of", value: "choices" },
      ];
    case "ref":
      return [
        { op: "", label: "is", value: "ref" },
        { op: "not", label: "is_not", value: "ref" },
        ...(column.tree ? [{ op: "under", label: "under", value: "ref" } as const] : []),
      ];
    case "boolean":
      return [{ op: "", label: "is", value: "yes" }];
    case "date":
    case "instant":
      return [
        { op: "during", label: "during", value: "period" },
        { op: "gte", label: "from", value: "day" },
        { op: column.kind === "date" ? "lte" : "lt", label: "until", value: "day" },
      ];
    case "number":
    case "quantity":
    case "money":
      return [
        { op: "gte", label: "at_least", value: "number" },
        { op: "lte", label: "at_most", value: "number" },
        { op: "gt", label: "more_than", value: "number" },
        { op: "lt", label: "less_than", value: "number" },
      ];
    default:
      return [{ op: "", label: "starts_with", value: "text" }];
  }
}
