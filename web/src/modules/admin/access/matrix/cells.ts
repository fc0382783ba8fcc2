import { scopes, width, type Change, type Role, type RoleCell, type Rule, type Scope } from "../types";

/** What somebody wants a cell to be: a scope, nothing, or a deny with its reason. */
export type Wish = { scope: Scope | "none" } | { deny: Scope; reason: string };

/** Why a wish cannot be had by a line of its own. */
export type Refusal =
  /** What the role may do is fixed. */
  | "fixed"
  /** The resource belongs to nobody in particular. */
  | "no_scope"
  /** What is shipped or inherited reaches farther, and an allow takes nothing away. */
  | "narrower"
  /** A deny from elsewhere beats it. */
  | "denied"
  /** A deny on access itself could lock everybody out. */
  | "access";

/** What to send, and what the cell will be. */
export interface Plan {
  change: Change;
  next: RoleCell;
}

/** The object and the action of a right, as rules write them: crm:deal#margin and read. */
export function partsOf(permission: string): { object: string; action: string } {
  const last = permission.lastIndexOf(".");
  return { object: permission.slice(0, last).replace(".", ":"), action: permission.slice(last + 1) };
}

/** How far a cell would reach without the role's own lines for exactly this right. */
export function baseOf(cell: RoleCell): { allow?: Scope; deny?: Scope } {
  return cell.own_allow || cell.own_deny ? { allow: cell.base_allow, deny: cell.base_deny } : { allow: cell.allow, deny: cell.deny };
}

/** How a cell is drawn: a deny as wide as the allow leaves nothing, a narrower one takes a part away. */
export type Shown = { kind: "none" } | { kind: "allow"; scope: Scope; but?: Scope } | { kind: "deny"; scope: Scope };

export function shownOf(cell: RoleCell | undefined): Shown {
  if (cell?.deny && width(cell.deny) >= width(cell.allow)) return { kind: "deny", scope: cell.deny };
  if (cell?.allow) return { kind: "allow", scope: cell.allow, but: cell.deny };
  return { kind: "none" };
}

/** Whether two cells decide the same. */
export function sameReach(a: RoleCell | undefined, b: RoleCell | undefined): boolean {
  return a?.allow === b?.allow && a?.deny === b?.deny;
}

/** The role's own lines for exactly one right. */
export function ownLines(rules: Rule[], role: string, permission: string): Rule[] {
  const { object, action } = partsOf(permission);
  return rules.filter((r) => r.subject === `r:${role}` && r.object === object && r.action === action);
}

interface Place {
  role: Pick<Role, "id" | "fixed">;
  permission: string;
  cell: RoleCell | undefined;
  /** All lines of the draft. */
  rules: Rule[];
  /** The scopes that make sense for the resource. */
  scopes: readonly string[];
}

/** The lines that make a cell what is wished; null when it is that already. */
export function planCell(place: Place, wish: Wish): Plan | Refusal | null {
  if (place.role.fixed) return "fixed";
  const cell = place.cell ?? {};
  const own = ownLines(place.rules, place.role.id, place.permission);
  return "deny" in wish ? planDeny(place, cell, own, wish) : planScope(place, cell, own, wish.scope);
}

function planScope(place: Place, cell: RoleCell, own: Rule[], scope: Scope | "none"): Plan | Refusal | null {
  const base = baseOf(cell);
  const closed = width(base.deny) >= width(base.allow);
  if (scope !== "none" && !place.scopes.includes(scope)) return "no_scope";
  if (scope !== "none" && width(base.deny) >= width(scope)) return "denied";
  if (width(base.allow) > width(scope) && !(scope === "none" && closed)) return "narrower";
  const needed = scope !== "none" && base.allow !== scope ? scope : undefined;
  // A line that says it already keeps its dates and its reason.
  const kept = own.find((r) => r.effect === "allow" && r.scope === needed);
  const next: RoleCell = { allow: needed ?? base.allow, deny: base.deny, own_allow: needed, ...(needed ? { base_allow: base.allow, base_deny: base.deny } : {}), inherited: !needed };
  return planOf(place, own.filter((r) => r !== kept), needed && !kept ? { scope: needed, effect: "allow" } : undefined, next);
}

function planDeny(place: Place, cell: RoleCell, own: Rule[], { deny, reason }: { deny: Scope; reason: string }): Plan | Refusal | null {
  const { object, action } = partsOf(place.permission);
  if (object.startsWith("access:") && ["read", "edit", "publish", "assign", "approve"].includes(action)) return "access";
  if (!place.scopes.includes(deny)) return "no_scope";
  const base = baseOf(cell);
  // An allow that the deny covers would say nothing any more.
  const kept = own.filter((r) => r.effect === "allow" && width(r.scope) > width(deny));
  const allow = widest(base.allow, ...kept.map((r) => r.scope));
  const next: RoleCell = {
    allow,
    deny: widest(base.deny, deny),
    own_allow: widest(undefined, ...kept.map((r) => r.scope)),
    own_deny: deny,
    base_allow: base.allow,
    base_deny: base.deny,
    inherited: width(base.allow) > 0 && allow === base.allow,
  };
  return planOf(place, own.filter((r) => !kept.includes(r)), { scope: deny, effect: "deny", reason: reason.trim() }, next);
}

function planOf(place: Place, gone: Rule[], line: Pick<Rule, "scope" | "effect" | "reason"> | undefined, next: RoleCell): Plan | null {
  if (gone.length === 0 && !line) return null;
  const change: Change = {};
  if (gone.length > 0) change.remove_rules = gone;
  if (line) change.add_rules = [{ subject: `r:${place.role.id}`, ...partsOf(place.permission), ...line }];
  return { change, next };
}

function widest(...all: (Scope | undefined)[]): Scope | undefined {
  return scopes[Math.max(0, ...all.map(width)) - 1];
}

/** The lines after a change, as the server will have them. */
export function rulesAfter(rules: Rule[], change: Change): Rule[] {
  const gone = new Set((change.remove_rules ?? []).map(keyOf));
  return [...rules.filter((r) => !gone.has(keyOf(r))), ...(change.add_rules ?? [])];
}

/** What makes two lines the same line: when and why they hold does not. */
export function keyOf(rule: Pick<Rule, "subject" | "object" | "action" | "scope" | "effect">): string {
  return [rule.subject, rule.object, rule.action, rule.scope, rule.effect].join(" ");
}
