import type { Schema } from "@/api/schema";

export type Explanation = Schema<"AccessExplanation">;
export type Reason = Schema<"AccessReason">;

/** Which sentence an explanation is, and the scopes that stand in it. */
export interface Answer {
  /** Key below "grants:answer". */
  key: "any" | "except" | "record" | "inactive" | "denied" | "denied_record" | "short" | "none";
  reach?: string;
  except?: string;
  relation?: string;
}

const widths = ["none", "own", "team", "dept", "all"];

function width(scope: string | undefined): number {
  return Math.max(0, widths.indexOf(scope ?? "none"));
}

/** Takes an explanation for one sentence: the first thing that decides it, and no more. */
export function answerOf({ allowed, inactive, record, relation, cell }: Explanation): Answer {
  if (inactive) return { key: "inactive" };
  const denies = cell.deny !== "none";
  if (allowed) {
    if (record && relation) return { key: "record", reach: cell.allow, relation };
    return denies ? { key: "except", reach: cell.allow, except: cell.deny } : { key: "any", reach: cell.allow };
  }
  if (record && relation) {
    if (denies && width(cell.deny) >= width(relation)) return { key: "denied_record", except: cell.deny, relation };
    if (cell.allow !== "none") return { key: "short", reach: cell.allow, relation };
    return { key: "none" };
  }
  return denies ? { key: "denied", except: cell.deny } : { key: "none" };
}

/** The lines that decide, then those that only speak of it and are no near miss either. */
export function sorted({ reasons, nearest }: Pick<Explanation, "reasons" | "nearest">): { deciding: Reason[]; others: Reason[] } {
  const shown = new Set(nearest.map(keyOf));
  return { deciding: reasons.filter((r) => r.decides), others: reasons.filter((r) => !r.decides && !shown.has(keyOf(r))) };
}

/** What makes a line this line. */
export function keyOf({ subject, object, action, scope, effect }: Reason): string {
  return [subject, object, action, scope, effect].join();
}

/** A near miss is of a role that the person has, which does not reach far enough, or of one they do not have. */
export function missOf(reason: Reason): "short" | "other" {
  return reason.path.length > 0 || reason.subject.startsWith("u:") ? "short" : "other";
}

/** The id of the role that a line speaks of; undefined for a line on a person. */
export function roleOf(subject: string): string | undefined {
  return subject.startsWith("r:") ? subject.slice(2) : undefined;
}

/** Places from which one comes to a role, and the role itself: by which a person has it. */
export function chainOf(reason: Reason): string[] {
  const role = roleOf(reason.subject);
  if (!role) return [];
  return reason.path.length > 0 ? reason.path : [role];
}

/** "crm.deal#margin.read" is about records of "crm.deal". */
export function resourceOf(permission: string): string {
  const object = permission.slice(0, permission.lastIndexOf("."));
  return object.split("#")[0] ?? object;
}
