import type { TFunction } from "i18next";
import { filterField, type GridColumn } from "../grid/columns";
import { inWords, type Condition } from "../grid/filters";
import { isBranch, type Node } from "./tree";

/** A nested filter as a sentence: "Stage is Offer and (Amount is at least 5,000 or Owner is Me)". */
export function sentence<T>(node: Node, columns: GridColumn<T>[], named: (condition: Condition) => Condition, t: TFunction<["views", "ui"]>, inner = false): string {
  if (!isBranch(node)) {
    const column = columns.find((c) => filterField(c) === node.field);
    return column ? inWords(named({ ...node, param: "" }), column, t) : node.field;
  }
  const parts = node.parts.map((part) => sentence(part, columns, named, t, true));
  const all = parts.join(t(node.join === "and" ? "views:filter.and" : "views:filter.or"));
  if (node.not) return t("views:filter.none", { conditions: all });
  return inner && parts.length > 1 ? `(${all})` : all;
}
