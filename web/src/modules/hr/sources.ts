import type { Schema } from "@/api/schema";
import type { PickerSource, PickOption } from "@/ui/Picker";
import type { Employee, OrgUnit, Position } from "./wire";

function join(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}

/** People who are employed, told apart by what they do and where. */
export const employeeSource: PickerSource = {
  endpoint: "/hr/employees",
  query: { status: "active,upcoming" },
  toOption: (e: Employee): PickOption => ({ id: e.id, label: e.name, hint: join(e.position?.title ?? e.title, e.unit?.name) }),
};

/** Units in use, told apart by what they belong to. */
export const unitSource: PickerSource = {
  endpoint: "/hr/units",
  query: { archived: false },
  toOption: (u: OrgUnit): PickOption => ({ id: u.id, label: u.name, hint: join(u.parent?.name, u.code) }),
};

/** Positions that can be taken, of one unit once it is chosen. */
export function positionsOf(unit: unknown): PickerSource {
  return {
    endpoint: "/hr/positions",
    query: { status: "open", unit_id: typeof unit === "string" ? unit : undefined },
    toOption: (p: Position): PickOption => ({ id: p.id, label: p.title, hint: join(p.unit.name, `${p.filled}/${p.headcount}`) }),
  };
}

/** Positions of all units, to filter by. */
export const positionSource: PickerSource = {
  endpoint: "/hr/positions",
  toOption: (p: Position): PickOption => ({ id: p.id, label: p.title, hint: p.unit.name }),
};

/** Logins of the organisation. */
export const loginSource: PickerSource = {
  endpoint: "/identity/users",
  toOption: (u: Schema<"IdentityMember">): PickOption => ({ id: u.id, label: u.name, hint: u.email }),
};
