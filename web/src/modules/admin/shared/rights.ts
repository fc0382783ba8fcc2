import i18n from "i18next";
import type { Reach } from "@/api/identity";
import type { Schema } from "@/api/schema";

export type Role = Schema<"AuthzRole">;

/** A right taken apart: "hr.employee#personal.read" is the module hr, the object employee, its personal fields, read. */
export interface Right {
  name: string;
  module: string;
  /** "employee", or "employee#personal" for a class of fields. */
  object: string;
  action: string;
  reach: Reach;
}

/** The rights on one object. */
export interface ObjectRights {
  module: string;
  object: string;
  rights: Right[];
}

/** The rights in one module, by object. */
export interface ModuleRights {
  module: string;
  objects: ObjectRights[];
}

/** Scopes from the narrowest to the widest. */
export const reaches: Reach[] = ["own", "team", "dept", "all"];

/** Actions that stand in columns of their own, in this order; the others are named one by one. */
export const mainActions = ["read", "create", "update", "delete", "import", "export"] as const;

const modules = ["crm", "inventory", "hr"];

/** Takes the name of a right apart. */
export function rightOf(name: string, reach: string): Right {
  const first = name.indexOf(".");
  const last = name.lastIndexOf(".");
  return { name, module: name.slice(0, first), object: name.slice(first + 1, last), action: name.slice(last + 1), reach: reach as Reach };
}

/** Rights by module and object: the business first, the administration last. */
export function groupRights(permissions: Record<string, string>): ModuleRights[] {
  const groups = new Map<string, Map<string, Right[]>>();
  for (const [name, reach] of Object.entries(permissions).sort(([a], [b]) => a.localeCompare(b))) {
    const right = rightOf(name, reach);
    const key = modules.includes(right.module) ? right.module : "platform";
    const objects = groups.get(key) ?? new Map<string, Right[]>();
    const id = `${right.module}.${right.object}`;
    objects.set(id, [...(objects.get(id) ?? []), right]);
    groups.set(key, objects);
  }
  return [...groups]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([module, objects]) => ({
      module,
      objects: [...objects.values()].map((rights) => ({ module: rights[0]!.module, object: rights[0]!.object, rights: rights.sort((a, b) => rank(a.action) - rank(b.action)) })),
    }));
}

function place(module: string): number {
  const index = modules.indexOf(module);
  return index < 0 ? modules.length : index;
}

function rank(action: string): number {
  const index = (mainActions as readonly string[]).indexOf(action);
  return index < 0 ? mainActions.length : index;
}

/** Whether everything that the first allows is allowed by the second, as far or farther. */
export function isWithin(asked: Record<string, string>, held: Record<string, string>): boolean {
  return Object.entries(asked).every(([name, reach]) => {
    const mine = held[name];
    return mine !== undefined && reaches.indexOf(mine as Reach) >= reaches.indexOf(reach as Reach);
  });
}

/** The scopes up to the widest that is held. */
export function reachesUpTo(widest: string): Reach[] {
  return reaches.slice(0, reaches.indexOf(widest as Reach) + 1);
}

/** Roles by the module that they belong to, in the order of the rail. */
export function rolesByModule(roles: Role[]): { module: string; roles: Role[] }[] {
  const found = new Map<string, Role[]>();
  for (const role of roles) found.set(role.module, [...(found.get(role.module) ?? []), role]);
  return [...found].map(([module, list]) => ({ module, roles: list })).sort((a, b) => place(a.module) - place(b.module));
}

/** The module in words. */
export function moduleWord(module: string): string {
  return i18n.t(`admin:rights.modules.${module}`, { defaultValue: wordOf(module) });
}

/** The object of a right in words: "Employees, personal fields". */
export function objectWord({ module, object }: { module: string; object: string }): string {
  const [name = "", fields] = object.split("#");
  const word = i18n.t(`admin:rights.objects.${module}_${name}`, { defaultValue: wordOf(name) });
  if (!fields) return word;
  return i18n.t("admin:rights.fields", { object: word, fields: i18n.t(`admin:rights.classes.${fields}`, { defaultValue: fields }) });
}

/** The action of a right in words. */
export function actionWord(action: string): string {
  return i18n.t(`admin:rights.actions.${action}`, { defaultValue: wordOf(action) });
}

function wordOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
