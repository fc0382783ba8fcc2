import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Versioned } from "@/api/client";
import type { FieldKind, Values } from "../form/fields";
import type { ModuleDescription } from "../module";
import type { PickerSource } from "../Picker";
import type { RecordAction, RecordTab, Fact } from "../RecordPage";
import type { Tone } from "../tokens";

/** What a field holds: what a form can ask for, and what only the server writes. */
export type ObjectKind = FieldKind | "code" | "status" | "number" | "instant";

/**
 * One field of an object: a column of its list, a line of its form and a fact of its page.
 * Its label is the string `<module>:<object>.<name>`, its help `…_help`, a choice `….<name>_<choice>`.
 */
export interface ObjectField<T> {
  /** Member of the record and field of the API; a dot goes into it: "address.city". */
  name: string;
  kind: ObjectKind;
  /** Key of the label, if it is another string of the module. */
  label?: string;
  required?: boolean;
  help?: boolean;
  maxLength?: number;
  placeholder?: string;
  /** Words of a select or status. */
  choices?: string[];
  /** Beginning of the keys of the choices, if not `<object>.<name>_`. */
  choiceWords?: string;
  /** Where a picker's choices come from, and the kind of record that it names. A picker `unit_id` reads the member `unit`. */
  picker?: PickerSource;
  entity?: string;
  /** Member of the record with the unit of a quantity. */
  unitField?: string;
  /** "first" is always a column; "more" when it is chosen; "never". All others are columns, too, behind the first. */
  list?: "card" | "more" | "never";
  /** Asked when a record is made and changed, unless it says otherwise; "more" is behind "More fields". */
  form?: "more" | "new" | "edit" | "never";
  /** Not among the facts of the page. */
  fact?: false;
  width?: number;
  wide?: boolean;
  sort?: boolean | string;
  filter?: boolean | string;
  /** May be empty, and the filter may ask for that. */
  optional?: boolean;
  /** Names of the API's columns in an exported file. */
  exportAs?: string | string[];
  /** Another drawing than the kind's, in lists and on the page. */
  show?: (record: T) => ReactNode;
}

/** What the frame needs of an object before any of its screens is opened. */
export interface ObjectFrame {
  /** "hr.position": its kind of record, its rights and its strings begin with it. */
  entity: string;
  /** "/hr/positions": address of its list below the organisation. */
  path: string;
  endpoint: string;
  icon: Icon;
  /** Member of the record that is its title. */
  title: string;
  /** Second key of `g` and `c`. */
  key?: string;
  /** Target of its import, if it has one: "inventory.suppliers". */
  importAs?: string;
  /** It is made by a command of its own, and not by the form. */
  made?: false;
  /** An organisation can give it fields of its own: they are then in its list, form and page. */
  custom?: true;
}

/** An object: what its list, form and page are made of. */
export interface ObjectDescription<T extends Versioned> extends ObjectFrame {
  fields: ObjectField<T>[];
  sort: string;
  subtitle?: (record: T) => ReactNode;
  tone?: (record: T) => Tone | undefined;
  /** Verb that puts a record away; its right is `<entity>.<verb>`. */
  away?: "delete" | "archive";
  /** It cannot be changed any more. */
  closed?: (record: T) => boolean;
  /** Its API has no POST <list>/bulk, so its list is read and its records are changed on their pages. */
  bulk?: false;
  /** What a new record begins with, by the address of the list. */
  defaults?: (params: Record<string, string>) => Values;
  /** What the form sends, as the operations read it; "" for what is empty if not given. */
  write?: (body: Record<string, unknown>, record?: T) => Record<string, unknown>;
  /** What its page has besides: a hook. */
  useMore?: (record: T) => { actions?: RecordAction[]; facts?: Fact[]; tabs?: RecordTab[]; related?: ReactNode };
}

/** An object of any record, where its type does not matter. */
export type AnyObject = ObjectDescription<Versioned & Record<string, unknown>>;

/** "hr" and "position" of "hr.position". */
export function namesOf(entity: string): { namespace: string; word: string } {
  const [namespace = "", word = ""] = entity.split(".");
  return { namespace, word };
}

/** What an object adds to its module: the parts that a description of a module has. */
export type ObjectParts = Required<Pick<ModuleDescription, "menu" | "routes" | "entities" | "create" | "actions">>;
