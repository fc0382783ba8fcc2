import type { Schema } from "@/api/schema";
import type { Resource } from "../types";
import { areaOf } from "../words";

export type PersonRight = Schema<"AccessRight">;

/** What a person may do with one resource, or with a class of its fields. */
export interface ObjectRights {
  /** "crm:deal#margin" */
  object: string;
  rights: { action: string; right: PersonRight }[];
  /** Roles that give or deny something of it; "u:<id>" for lines on the person. */
  by: string[];
}

/** The rights of an area, object by object. */
export interface AreaRights {
  area: string;
  objects: ObjectRights[];
}

const areas = ["crm", "inventory", "hr", "platform"];

/** A person's rights by area and object, in the order in which the modules name them. */
export function groupPersonRights(rights: PersonRight[], resources: Resource[]): AreaRights[] {
  const order = resources.flatMap((r) => [r.object, ...r.classes.map((c) => c.object)]);
  const actions = resources.flatMap((r) => [...r.actions, ...r.classes.flatMap((c) => c.actions)].map((a) => a.permission));
  const found = new Map<string, ObjectRights>();
  for (const right of rights) {
    const first = right.permission.indexOf(".");
    const last = right.permission.lastIndexOf(".");
    const object = `${right.permission.slice(0, first)}:${right.permission.slice(first + 1, last)}`;
    const entry = found.get(object) ?? { object, rights: [], by: [] };
    entry.rights.push({ action: right.permission.slice(last + 1), right });
    entry.by = [...new Set([...entry.by, ...right.by])];
    found.set(object, entry);
  }
  const place = (list: string[], name: string) => (list.includes(name) ? list.indexOf(name) : list.length);
  for (const entry of found.values()) entry.rights.sort((a, b) => place(actions, a.right.permission) - place(actions, b.right.permission));
  const objects = [...found.values()].sort((a, b) => place(order, a.object) - place(order, b.object));
  return areas.map((area) => ({ area, objects: objects.filter((o) => areaOf(o.object.split(":")[0] ?? "") === area) })).filter((group) => group.objects.length > 0);
}
