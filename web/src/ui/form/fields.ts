import type { ReactNode } from "react";
import type { ApiProblem } from "@/api/problem";
import type { PickerSource } from "../Picker";
import { isDecimal } from "../number";
import { memberOf } from "../value";

export type FieldKind =
  | "text"
  | "textarea"
  | "email"
  | "phone"
  | "url"
  | "password"
  | "integer"
  | "quantity"
  | "percent"
  | "money"
  | "date"
  | "select"
  | "multi"
  | "boolean"
  | "yesno"
  | "picker";

/** One choice of a select field. */
export interface Option {
  value: string;
  label: string;
  /** It is shown where a record has it, and offered no more. */
  archived?: boolean;
  /** Name of the colour of its dot: "teal". */
  colour?: string;
}

export type Values = Record<string, unknown>;

/** One field of a form. `name` is the member of the record; a dot goes into it: "address.city". */
export interface FieldSpec {
  name: string;
  label: string;
  kind: FieldKind;
  required?: boolean;
  help?: string;
  placeholder?: string;
  options?: Option[];
  /** Where its choices come from; it may follow another field: the positions of the unit. */
  picker?: PickerSource | ((values: Values) => PickerSource);
  /** Member of the record with the name of what is picked: "account_name". */
  labelField?: string;
  unit?: string;
  /** Behind "More fields". */
  more?: boolean;
  /** Never kept in the browser: salary, bank, medical. */
  sensitive?: boolean;
  /** Takes the whole line where the form has two columns. */
  wide?: boolean;
  /** Heading above the first field that names it. */
  section?: string;
  /** While it is empty, the body of a new record does not name it. */
  quiet?: boolean;
  disabled?: boolean;
  maxLength?: number;
  autoComplete?: string;
  /** Where the server points when it refuses; `/<name>` with slashes for dots if not given. */
  pointer?: string;
  showIf?: (values: Values) => boolean;
  /** While a new record is made, records of its kind that this finds are shown: the field's own text, or one made of several. */
  alike?: true | ((values: Values) => string);
  /** A sentence that says what is wrong, or undefined. */
  validate?: (value: unknown, values: Values) => string | undefined;
  /** Another control in the place of the standard one. */
  render?: (control: { value: unknown; onChange: (value: unknown) => void; error?: ReactNode; id: string; values: Values }) => ReactNode;
}

/** What is wrong: by field, and what belongs to none. */
export interface Faults {
  fields: Record<string, string>;
  rest: string[];
}

/** The JSON pointer under which the server names a field. */
export function pointerOf(field: FieldSpec): string {
  return field.pointer ?? `/${field.name.replaceAll(".", "/")}`;
}

/**
 * Puts the server's refusal onto the fields of a form. A pointer below a field's (a money field's
 * "/price/amount") belongs to it; a pointer that no field owns stands on top with the rest.
 */
export function faultsOf(problem: ApiProblem, fields: FieldSpec[]): Faults {
  const faults: Faults = { fields: {}, rest: [] };
  for (const error of problem.errors) {
    const path = error.pointer.replace(/^#/, "").replace(/^\/body(?=\/)/, "");
    const owner = fields
      .filter((field) => path === pointerOf(field) || path.startsWith(`${pointerOf(field)}/`))
      .sort((a, b) => pointerOf(b).length - pointerOf(a).length)[0];
    if (owner) faults.fields[owner.name] ??= error.detail;
    else faults.rest.push(error.detail);
  }
  if (problem.errors.length === 0) faults.rest.push(problem.detail || problem.title);
  return faults;
}

/** Where the words of the built-in checks come from. */
export interface Words {
  required: string;
  number: string;
  integer: string;
  email: string;
}

/** Checks one field before the server does; undefined when nothing is wrong. */
export function checkField(field: FieldSpec, values: Values, words: Words): string | undefined {
  const value = values[field.name];
  if (isEmptyValue(value)) return field.required && field.kind !== "boolean" ? words.required : field.validate?.(value, values);
  if (typeof value === "string") {
    if (["quantity", "percent", "money", "integer"].includes(field.kind) && !isDecimal(value)) return words.number;
    if (field.kind === "integer" && value.includes(".")) return words.integer;
    if (field.kind === "email" && !/^\S+@\S+$/.test(value)) return words.email;
  }
  return field.validate?.(value, values);
}

/** The values of a form as they are typed: texts for numbers, ids for picks. */
export function toValues(record: unknown, fields: FieldSpec[]): Values {
  const values: Values = {};
  for (const field of fields) {
    const value = memberOf(record, field.name);
    if (field.kind === "money" && value && typeof value === "object") values[field.name] = (value as { amount: string }).amount;
    else if (field.kind === "picker" && value && typeof value === "object") values[field.name] = (value as { id?: string }).id ?? "";
    else if (field.kind === "integer" && typeof value === "number") values[field.name] = String(value);
    else values[field.name] = value ?? (field.kind === "boolean" ? false : field.kind === "multi" ? [] : "");
  }
  return values;
}

/** The name that a record carries of what one of its fields picks; undefined when it carries that of another. */
export function nameOfPick(record: unknown, field: FieldSpec, id: unknown): string | undefined {
  const value = memberOf(record, field.name);
  const own = value && typeof value === "object" ? (value as { id?: string }).id : value;
  if (!field.labelField || own !== id) return undefined;
  const name = memberOf(record, field.labelField);
  return typeof name === "string" && name ? name : undefined;
}

/** Whether a form holds nothing in a field. */
export function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Makes the body of a request from the named fields: "" becomes null, dots become objects. */
export function toBody(values: Values, fields: FieldSpec[], currency: string, record?: unknown): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    let value = values[field.name];
    if (value === "" || value === undefined) value = null;
    else if (field.kind === "integer") value = Number(value);
    else if (field.kind === "money") {
      const before = memberOf(record, field.name) as { currency?: string } | null | undefined;
      value = { amount: value, currency: before?.currency ?? field.unit ?? currency };
    }
    const path = field.name.split(".");
    const last = path.pop() ?? field.name;
    let target = body;
    for (const part of path) {
      target[part] ??= {};
      target = target[part] as Record<string, unknown>;
    }
    target[last] = value;
  }
  return body;
}

/** What is looked for among the records that are there, while a field is typed. */
export function textOf(field: FieldSpec, values: Values): string {
  if (typeof field.alike === "function") return field.alike(values);
  const value = values[field.name];
  return typeof value === "string" ? value : "";
}
