import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { ListEntry } from "./lists";

/** A screen of a module. `load` is a dynamic import, so that each screen is a file of its own. */
export interface ModuleRoute {
  /** Address below `/o/<org>`, with `$id` for parameters: "/crm/accounts/$id". A tab is added by itself. */
  path: string;
  /** `() => import("./accounts/AccountList").then((m) => m.AccountList)` */
  load: () => Promise<ComponentType>;
  /** Key of the page title, for example "crm:accounts.title". */
  title: string;
  /** Without this right the screen answers "Nothing you may see here". */
  permission?: string;
}

/** A line of the left rail. */
export interface MenuEntry {
  /** Key of the label: "menu:crm.accounts". */
  label: string;
  path: string;
  icon: Icon;
  /** Hidden from those who do not hold it in any scope. */
  permission?: string;
  /** Second key of `g` and `c`: "a" makes `g a` go here. */
  key?: string;
}

/** How a record of an entity is shown when another module names it. */
export interface EntityDescription {
  /** Address of its page below `/o/<org>`. */
  path: (id: string) => string;
  icon: Icon;
  /** Key of its name in the singular: "menu:crm.account". */
  label: string;
  /** Without this right its name is plain text and not a link. */
  permission?: string;
  /** Found by `@` (people) or `#` (documents) in the palette. */
  isA?: "person" | "document";
  /** List endpoint, to look up a title: "/crm/accounts". */
  endpoint?: string;
  /** Member of the record that is its title; "name" if not given. */
  titleField?: string;
  /** An organisation can give it fields of its own. */
  custom?: true;
}

/** Something that can be created from "+ New", the palette and `c` with a key. */
export interface CreateAction {
  label: string;
  /** Address that opens the form, usually the list with `?new=1`. */
  path: string;
  icon: Icon;
  permission?: string;
  key?: string;
}

/** An action of the palette that is not a screen and not a creation. */
export interface PaletteAction {
  id: string;
  label: string;
  icon: Icon;
  permission?: string;
  path?: string;
  run?: () => void | Promise<void>;
}

/** A card of Today. The component fetches its own data and shows its own gap when that fails. */
export interface TodayCard {
  id: string;
  /** "main" is the column of work in order, "side" the one beside it, "top" above both, where most days there is nothing. */
  column: "main" | "side" | "top";
  /** Small numbers come first. */
  order: number;
  permission?: string;
  load: () => Promise<ComponentType>;
}

/** A kind of thing that waits for decisions. */
export interface ApprovalKind {
  /** Key of its name in the plural: "menu:admin.waiting_requests". */
  label: string;
  icon: Icon;
  /** Where one of them is looked at. */
  path: (id: string) => string;
}

/** A part of the inbox of approvals: who owns what waits answers for it, in one shape. */
export interface ApprovalSource {
  endpoint: string;
  kinds: Record<string, ApprovalKind>;
}

/** What a module hands to the shell. `app` imports nothing else of it. */
export interface ModuleDescription {
  /** "crm": also the first part of its rights and of its endpoints. */
  name: string;
  label: string;
  icon: Icon;
  menu: MenuEntry[];
  /** Lines above the modules', beside Today. */
  home?: MenuEntry[];
  routes: ModuleRoute[];
  entities: Record<string, EntityDescription>;
  /** Its lists that can be counted and shown on dashboards. */
  lists?: ListEntry[];
  create?: CreateAction[];
  actions?: PaletteAction[];
  today?: TodayCard[];
  approvals?: ApprovalSource[];
  /**
   * Namespaces of its screens: i18n/<language>/<namespace>.json. The module's name if not given. What the frame
   * says of the module before one is opened stands in i18n/<language>/menu.json, read as "menu:<module>.<key>".
   */
  namespaces?: string[];
}
