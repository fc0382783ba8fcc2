import type { ReactNode } from "react";
import type { Option } from "../form/fields";
import type { PickerSource } from "../Picker";

export type ColumnKind = "text" | "code" | "number" | "quantity" | "money" | "date" | "instant" | "choice" | "status" | "boolean" | "ref";

/** One column of a list. `key` is the member of the row and the name of the API's field. */
export interface GridColumn<T> {
  key: string;
  label: string;
  kind?: ColumnKind;
  /** Another value than the member `key`. */
  value?: (row: T) => unknown;
  /** Another drawing than the kind's. */
  cell?: (row: T) => ReactNode;
  width?: number;
  /** Not shown until it is chosen. */
  hidden?: boolean;
  /** The list can be sorted by it; a text names another field of the API. */
  sort?: boolean | string;
  /** The list can be filtered by it; a text names another field of the API. */
  filter?: boolean | string;
  /** The field may be empty, and the filter may ask for that. */
  optional?: boolean;
  /** Its values are few enough to be groups; choices, references and dates always are. */
  group?: boolean;
  /** It names a person who signs in, so that "me" and "my team" can be meant. */
  people?: boolean;
  /** A record may have several of its choices: it is filtered by them, and is no column of a board. */
  many?: boolean;
  /** The filter asks only whether there is something. */
  presence?: boolean;
  /** It points into a tree, so that "under" can be meant. */
  tree?: boolean;
  /** Name of the field that its cells are edited by, if it is not the key; false: by none. */
  edit?: string | false;
  /** Choices of a choice or status column. */
  options?: Option[];
  /** Entity whose states these are: "crm.order". */
  status?: string;
  /** Entity that a ref column points to, and the member with its name. */
  entity?: string;
  labelField?: string;
  /** Where the filter of a ref column takes its choices from. */
  picker?: PickerSource;
  /** Member of the row with the unit of a quantity. */
  unitField?: string;
  /** Says a unit in words, for sums. */
  unitName?: (code: string) => string;
  /** Past days are overdue. */
  due?: boolean;
  /** "3 h ago" instead of the exact instant. */
  relative?: boolean;
  /** Shown on the cards of a phone; the first four columns if none says so. */
  card?: boolean;
  /** Names of the API's columns in an exported file; false leaves it out. */
  exportAs?: string | string[] | false;
}

/** Something that can be done with the selected rows. */
export interface BulkAction<T> {
  id: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  run: (rows: T[]) => void | Promise<void>;
}

/** Something that can be done with one row; also in its menu. */
export interface RowAction<T> {
  id: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** Why it cannot be done now; the entry is shown disabled with the reason. */
  disabled?: (row: T) => string | undefined;
  hidden?: (row: T) => boolean;
  run: (row: T) => void | Promise<void>;
}

const numeric = new Set<ColumnKind>(["number", "quantity", "money"]);

/** Numbers stand at the end of their column, so that equal digits are below each other. */
export function isNumeric(column: { kind?: ColumnKind }): boolean {
  return numeric.has(column.kind ?? "text");
}

/** Name of the field that the API sorts by; undefined when the column cannot be sorted. */
export function sortField<T>(column: GridColumn<T>): string | undefined {
  return column.sort === true ? column.key : column.sort || undefined;
}

/** Name of the field that the API filters by; undefined when the column cannot be filtered. */
export function filterField<T>(column: GridColumn<T>): string | undefined {
  return column.filter === true ? column.key : column.filter || undefined;
}

/** Width of a column that says none. */
export function widthOf<T>(column: GridColumn<T>): number {
  if (column.width) return column.width;
  switch (column.kind) {
    case "number":
    case "quantity":
      return 110;
    case "money":
    case "date":
      return 130;
    case "instant":
      return 160;
    case "status":
    case "boolean":
      return 130;
    case "code":
      return 130;
    default:
      return 190;
  }
}
