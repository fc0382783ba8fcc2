import type { FieldSpec } from "../../form/fields";
import type { GridColumn } from "../columns";

/** How rows of a list are changed: one cell, a pasted column, or many rows at once. */
export interface GridEdit<T> {
  /** "crm.account": the rights are `<entity>.update`, `.assign`, `.delete` or `.archive`. */
  entity: string;
  /** What the form asks for when a record is changed. A column whose key is a field's name is edited by it. */
  fields: FieldSpec[];
  /** The row as forms read it. */
  read: (row: T) => T & Record<string, unknown>;
  /** What a form sends, as the API reads it; without a row it is for many. */
  write: (body: Record<string, unknown>, row?: T) => Record<string, unknown>;
  /** Why a field of a row cannot be changed now. */
  closed?: (row: T, field: string) => boolean;
  /** Verb that puts records away. */
  away?: "delete" | "archive";
  /** The field that says whose a record is; giving it to somebody else needs `<entity>.assign`. */
  owner?: string;
  /** Fields that only one record at a time can get, as parts of a whole. */
  single?: string[];
  /** What a record is called, for messages. */
  title: (row: T) => string;
}

/** The field that a column's cells are edited by; undefined: they are not. */
export function fieldOf<T>(column: GridColumn<T> | undefined, edit: GridEdit<T> | undefined): FieldSpec | undefined {
  if (!column || !edit || column.edit === false) return undefined;
  const name = column.edit ?? column.key;
  return edit.fields.find((field) => field.name === name && !field.disabled && field.kind !== "password");
}
