import { mainActions } from "../../shared/rights";
import type { Matrix, Resource, Role, RoleCell } from "../types";
import { areaOf, type Words } from "../words";
import { sameReach } from "./cells";

/** One right of one role. */
export interface Cell {
  /** Names it in the grid: the role and the right. */
  key: string;
  role: Role;
  permission: string;
  action: string;
  sensitive: boolean;
  scopes: readonly string[];
  cell: RoleCell | undefined;
  /** What the published policy says, if that is another. */
  was?: { cell: RoleCell | undefined };
  /** What the role beside it has. */
  beside?: { cell: RoleCell | undefined; differs: boolean };
}

/** A resource, a class of its fields, or a role. */
export interface Row {
  key: string;
  label: string;
  /** As rules write it. */
  raw: string;
  /** A class of fields, below its resource. */
  sub?: boolean;
  members?: number;
  to?: string;
  /** One for each column; null where there is no such right. */
  slots: (Cell | null)[];
  /** Rights that have no column of their own. */
  more: Cell[];
}

export interface Group {
  key: string;
  rows: Row[];
}

/** The columns, the rows by area, and whether there are rights besides the columns. */
export interface Table {
  columns: { key: string; action: string; fields?: string }[];
  groups: Group[];
  more: boolean;
}

export type Filter = "all" | "held" | "changed" | "differs";

interface Sources {
  words: Words;
  /** The published policy, to mark what a draft changes. */
  published?: Matrix;
  /** A role beside the one that is shown. */
  beside?: Role;
  filter: Filter;
  /** What was typed to find rights. */
  text: string;
}

const areas = ["crm", "inventory", "hr", "platform"];

/** One role: resources down, actions across. */
export function tableOfRole(role: Role, resources: Resource[], from: Sources): Table {
  const columns = mainActions.map((action) => ({ key: action as string, action: action as string }));
  const before = from.published?.roles.find((r) => r.id === role.id);
  const line = (resource: Resource, object: string, actions: Resource["actions"], sub: boolean): Row => {
    const cells = actions.map((action) => cellOf(role, before, action, resource, from)).filter((cell) => fits(cell, from));
    return {
      key: object,
      label: from.words.object(object),
      raw: object,
      sub,
      slots: columns.map((column) => cells.find((c) => c.action === column.action) ?? null),
      more: cells.filter((c) => !(mainActions as readonly string[]).includes(c.action)),
    };
  };
  const groups = areas.map((area) => ({
    key: area,
    rows: resources
      .filter((resource) => areaOf(resource.module) === area)
      .flatMap((resource) => [line(resource, resource.object, resource.actions, false), ...resource.classes.map((c) => line(resource, c.object, c.actions, true))])
      .filter((row) => row.more.length > 0 || row.slots.some(Boolean)),
  }));
  return { columns, groups: groups.filter((group) => group.rows.length > 0), more: groups.some((g) => g.rows.some((r) => r.more.length > 0)) };
}

/** One resource: roles down, its actions and those of its field classes across. */
export function tableOfResource(resource: Resource, roles: Role[], from: Sources): Table {
  const actions = [...resource.actions.map((action) => ({ action, fields: undefined as string | undefined })), ...resource.classes.flatMap((c) => c.actions.map((action) => ({ action, fields: c.name })))];
  const columns = actions.map(({ action, fields }) => ({ key: action.permission, action: action.name, fields }));
  const row = (role: Role): Row => {
    const before = from.published?.roles.find((r) => r.id === role.id);
    const cells = actions.map(({ action }) => cellOf(role, before, action, resource, from));
    return { key: role.id, label: role.name, raw: role.id, members: role.members, to: `/admin/access/roles/${role.id}`, slots: cells.map((cell) => (fits(cell, from, role.name) ? cell : null)), more: [] };
  };
  const groups = rolesByArea(roles).map((group) => ({ key: group.area, rows: group.roles.map(row).filter((r) => r.slots.some(Boolean)) }));
  return { columns, groups: groups.filter((group) => group.rows.length > 0), more: false };
}

function cellOf(role: Role, before: Role | undefined, action: Resource["actions"][number], resource: Resource, from: Sources): Cell {
  const cell = role.cells[action.permission];
  const was = before?.cells[action.permission];
  const other = from.beside?.cells[action.permission];
  return {
    key: `${role.id} ${action.permission}`,
    role,
    permission: action.permission,
    action: action.name,
    sensitive: action.sensitive,
    scopes: resource.scopes,
    cell,
    ...(from.published && !sameReach(cell, was) ? { was: { cell: was } } : {}),
    ...(from.beside ? { beside: { cell: other, differs: !sameReach(cell, other) } } : {}),
  };
}

function fits(cell: Cell, from: Sources, name = ""): boolean {
  if (from.filter === "held" && !cell.cell) return false;
  if (from.filter === "changed" && !cell.was) return false;
  if (from.filter === "differs" && !cell.beside?.differs) return false;
  const typed = from.text.trim().toLowerCase();
  return typed === "" || `${name} ${from.words.right(cell.permission)} ${cell.permission}`.toLowerCase().includes(typed);
}

/** Roles by area: the organisation's own first, as those are what it works on. */
export function rolesByArea(roles: Role[]): { area: string; roles: Role[] }[] {
  return ["own", ...areas]
    .map((area) => ({ area, roles: roles.filter((role) => (role.shipped ? areaOf(role.module) : "own") === area) }))
    .filter((group) => group.roles.length > 0);
}

/** How many rights of a role a draft changes. */
export function changedRights(role: Role, published: Matrix | undefined): number {
  if (!published) return 0;
  const before = published.roles.find((r) => r.id === role.id)?.cells ?? {};
  return [...new Set([...Object.keys(before), ...Object.keys(role.cells)])].filter((p) => !sameReach(role.cells[p], before[p])).length;
}

/** The role to begin with: the one that a draft changes for most people, else the organisation's own first. */
export function roleToShow(roles: Role[], published: Matrix | undefined): Role | undefined {
  const inOrder = rolesByArea(roles).flatMap((group) => group.roles);
  const changed = inOrder.filter((role) => changedRights(role, published) > 0);
  return changed.toSorted((a, b) => b.members - a.members)[0] ?? inOrder[0];
}

/** The matrix with one cell as it is going to be. Roles that inherit it follow when the server has answered. */
export function withCell(matrix: Matrix, role: string, permission: string, next: RoleCell): Matrix {
  return { ...matrix, roles: matrix.roles.map((r) => (r.id === role ? { ...r, cells: { ...r.cells, [permission]: next } } : r)) };
}
