import { dayEnd, dayStart, endDay } from "@/ui/grid/filters";
import { dayOf, formatDay, formatInstant } from "@/ui/dates";
import { keyOf } from "../matrix/cells";
import type { Change, Difference, Rule } from "../types";

/** A line of a draft, and how it differs from what is in force. */
export interface MarkedLine {
  rule: Rule;
  /** Its number in the draft; -1 for one that was taken away. */
  index: number;
  mark?: "added" | "changed" | "removed";
}

/** The lines of a draft, those that it changes first, and those that it took away. */
export function markedLines(rules: Rule[], difference: Difference | undefined): MarkedLine[] {
  const added = new Set((difference?.added_rules ?? []).map(keyOf));
  const changed = new Set((difference?.changed_rules ?? []).map(keyOf));
  const here = new Set(rules.map(keyOf));
  const lines: MarkedLine[] = rules.map((rule, index) => ({ rule, index, mark: added.has(keyOf(rule)) ? "added" : changed.has(keyOf(rule)) ? "changed" : undefined }));
  // What was brought back a moment ago is not gone any more, although the last report says so.
  const removed: MarkedLine[] = (difference?.removed_rules ?? []).filter((rule) => !here.has(keyOf(rule))).map((rule) => ({ rule, index: -1, mark: "removed" }));
  const place = (line: MarkedLine) => (line.mark ? 0 : 1);
  return [...lines, ...removed].sort((a, b) => place(a) - place(b) || a.rule.subject.localeCompare(b.rule.subject) || keyOf(a.rule).localeCompare(keyOf(b.rule)));
}

/** What the form of a line holds; days are whole days of the reader. */
export interface LineValues {
  subject: string;
  object: string;
  action: string;
  scope: string;
  effect: string;
  from: string;
  to: string;
  reason: string;
}

/** A line as its form shows it. */
export function valuesOf(rule: Rule): LineValues {
  const { subject, object, action, scope, effect } = rule;
  return { subject, object, action, scope, effect, from: rule.valid_from ? dayOf(rule.valid_from) : "", to: rule.valid_to ? endDay(rule.valid_to) : "", reason: rule.reason ?? "" };
}

/** The change that a form asks for: a new line, or one in the place of another. */
export function changeOf(values: LineValues, before?: Rule): Change {
  const was = before ? valuesOf(before) : undefined;
  const rule: Rule = { subject: values.subject, object: values.object, action: values.action, scope: values.scope as Rule["scope"], effect: values.effect as Rule["effect"] };
  // A day that nobody touched keeps its hour.
  if (values.from) rule.valid_from = values.from === was?.from ? before?.valid_from : dayStart(values.from);
  if (values.to) rule.valid_to = values.to === was?.to ? before?.valid_to : dayEnd(values.to);
  if (values.reason.trim()) rule.reason = values.reason.trim();
  return { ...(before ? { remove_rules: [before] } : {}), add_rules: [rule] };
}

/** The beginning of a line in words; a midnight is a day. */
export function fromWord(instant: string): string {
  return dayStart(dayOf(instant)) === new Date(instant).toISOString() ? formatDay(dayOf(instant)) : formatInstant(instant);
}

/** The last day of a line, or the moment at which it ends. */
export function untilWord(instant: string): string {
  return dayEnd(endDay(instant)) === new Date(instant).toISOString() ? formatDay(endDay(instant)) : formatInstant(instant);
}
