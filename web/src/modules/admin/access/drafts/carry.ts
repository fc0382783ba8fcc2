import type { Change, Difference, Rule, Whole } from "../types";
import { keyOf } from "../matrix/cells";

/**
 * The change that does to another policy what one draft did to its parent: its lines come, what it
 * took away goes if it is still there. Roles are made with their names, and get the same IDs by that.
 */
export function carried(difference: Difference, onto: Whole["policy"]): Change {
  const has = (rule: Rule) => onto.rules.some((r) => keyOf(r) === keyOf(rule));
  const known = new Set(onto.roles.map((r) => r.id));
  const edge = (e: { role: string; parent: string }) => `${e.role} ${e.parent}`;
  const edges = new Set(onto.inherits.map(edge));
  const made = difference.added_roles.filter((r) => !known.has(r.id));
  const change: Change = {
    add_roles: made.map((r) => ({ name: r.name, note: r.note, inherits: difference.added_inherits.filter((e) => e.role === r.id).map((e) => e.parent) })),
    rename_roles: difference.changed_roles.filter((r) => known.has(r.id)),
    remove_roles: difference.removed_roles.filter((r) => known.has(r.id)).map((r) => r.id),
    add_inherits: difference.added_inherits.filter((e) => !made.some((r) => r.id === e.role) && !edges.has(edge(e))),
    remove_inherits: difference.removed_inherits.filter((e) => edges.has(edge(e))),
    remove_rules: [...difference.removed_rules, ...difference.changed_rules].filter(has),
    add_rules: [...difference.added_rules.filter((r) => !has(r)), ...difference.changed_rules],
  };
  return Object.fromEntries(Object.entries(change).filter(([, list]) => Array.isArray(list) && list.length > 0));
}
