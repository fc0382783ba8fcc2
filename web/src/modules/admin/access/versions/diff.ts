import type { Difference, Rule } from "../types";

/** One pair of a side-by-side comparison; a side that has nothing is empty. */
export interface Pair<T> {
  key: string;
  before?: T;
  after?: T;
}

/** Lines of two policies side by side: those about the same right of the same subject stand together. */
export function pairRules(difference: Difference): Pair<Rule>[] {
  const about = (rule: Rule) => [rule.subject, rule.object, rule.action].join(" ");
  const left = new Map<string, Rule[]>();
  for (const rule of difference.removed_rules) left.set(about(rule), [...(left.get(about(rule)) ?? []), rule]);
  const pairs: Pair<Rule>[] = difference.added_rules.map((after) => ({ key: `${about(after)} ${after.scope} ${after.effect}`, before: left.get(about(after))?.shift(), after }));
  for (const rules of left.values()) for (const before of rules) pairs.push({ key: `${about(before)} ${before.scope} ${before.effect} -`, before });
  for (const rule of difference.changed_rules) pairs.push({ key: `${about(rule)} ${rule.scope} ${rule.effect} ~`, before: rule, after: rule });
  return pairs.sort((a, b) => a.key.localeCompare(b.key));
}
