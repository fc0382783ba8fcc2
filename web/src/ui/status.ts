import type { Tone } from "./tokens";

/**
 * The tone of every state that a module names, one map in one file. A state that is not here is
 * shown neutral with its raw word. Module files add nothing: a new state gets its line here.
 */
export const statusTones: Record<string, Record<string, Tone>> = {
  "crm.account": { customer: "success", prospect: "info", partner: "progress", former: "neutral", other: "neutral", active: "success", inactive: "neutral", archived: "neutral" },
  "crm.contact": { active: "success", inactive: "neutral", archived: "neutral" },
  "crm.deal": { open: "info", won: "success", lost: "danger", hold: "warning", on_hold: "warning", archived: "neutral" },
  "crm.order": {
    draft: "neutral",
    confirmed: "info",
    partially_fulfilled: "progress",
    fulfilled: "success",
    cancelled: "neutral",
    on_hold: "warning",
    short: "danger",
  },
  "inventory.product": { active: "success", draft: "neutral", discontinued: "neutral", archived: "neutral", blocked: "danger" },
  "inventory.delivery": {
    draft: "neutral",
    planned: "info",
    waiting: "warning",
    ready: "info",
    picking: "progress",
    partly: "progress",
    shipped: "success",
    delivered: "success",
    done: "success",
    cancelled: "neutral",
    short: "danger",
  },
  "inventory.receipt": {
    draft: "neutral",
    planned: "info",
    expected: "info",
    partly: "progress",
    received: "success",
    done: "success",
    late: "danger",
    cancelled: "neutral",
  },
  "inventory.reservation": { held: "info", partly: "warning", short: "danger", released: "neutral", consumed: "success", expired: "neutral" },
  "inventory.movement": { posted: "success", reversed: "neutral", draft: "neutral" },
  "inventory.supplier": { active: "success", blocked: "danger", archived: "neutral" },
  "hr.employee": {
    candidate: "neutral",
    planned: "info",
    upcoming: "info",
    active: "success",
    on_leave: "warning",
    leaving: "warning",
    left: "neutral",
    terminated: "neutral",
  },
  "hr.assignment": { past: "neutral", current: "success", upcoming: "info", pending: "decision" },
  "access.assignment": { now: "success", later: "info", ended: "neutral", emergency: "danger" },
  "access.request": { open: "decision", approved: "success", refused: "danger", withdrawn: "neutral" },
  "access.emergency": { running: "danger", waiting: "decision", reviewed: "success" },
  "access.review": { open: "decision", closed: "neutral" },
  "access.review_item": { keep: "success", end: "danger", ended: "neutral", undecided: "decision" },
  import: {
    mapping: "neutral",
    checking: "progress",
    checked: "decision",
    running: "progress",
    done: "success",
    failed: "danger",
    undone: "neutral",
    create: "success",
    update: "info",
    unchanged: "neutral",
    skip: "warning",
    error: "danger",
  },
  "identity.user": { active: "success", invited: "info", disabled: "neutral", locked: "danger" },
  "identity.invitation": { open: "info", sent: "info", pending: "info", accepted: "success", expired: "neutral", revoked: "neutral" },
  "access.version": { draft: "neutral", submitted: "decision", published: "success", superseded: "neutral", discarded: "neutral" },
  "access.line": { added: "success", changed: "info", removed: "danger" },
  "webhooks.endpoint": { on: "success", paused: "warning", disabled: "danger" },
  "webhooks.health": { good: "success", failing: "danger" },
  "webhooks.delivery": { pending: "progress", sent: "success", failed: "danger", held: "warning", withheld: "neutral" },
  "webhooks.call": { good: "success", failed: "danger" },
  "access.test": { allow: "success", deny: "danger" },
  job: { waiting: "neutral", ready: "info", running: "progress", done: "success", failed: "danger", dead: "danger", held: "warning" },
  change: { created: "success", updated: "info", deleted: "danger" },
};

/** The tone of a state; neutral for one that nobody described. */
export function toneOf(kind: string, state: string): Tone {
  return statusTones[kind]?.[state] ?? "neutral";
}
