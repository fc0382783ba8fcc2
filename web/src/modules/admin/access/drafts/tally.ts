import type { Difference, Effect, Finding, Report } from "../types";

/** The figures of the draft bar. */
export interface Tally {
  changes: number;
  gain: number;
  lose: number;
  problems: number;
  warnings: number;
}

/** Counts what a draft changes, whom it touches, and what is in its way. */
export function tallyOf(report: Report): Tally {
  const findings = report.findings ?? [];
  return {
    changes: countLines(report.difference),
    gain: people(report.effects.filter((e) => e.gain)),
    lose: people(report.effects.filter((e) => !e.gain)),
    problems: findings.filter((f) => f.level === "error").length,
    warnings: findings.filter((f) => f.level === "warning").length,
  };
}

/** How many lines, roles and inheritances differ. */
export function countLines(difference: Difference): number {
  return Object.values(difference).reduce((sum, list) => sum + list.length, 0);
}

// An effect names 20 people at most; one with more of them counts at least as many.
function people(effects: Effect[]): number {
  const ids = new Set(effects.flatMap((e) => e.people.map((p) => p.id)));
  return Math.max(ids.size, ...effects.map((e) => e.count));
}

/** Rights that the same people gain or lose together, or the same roles that nobody has. */
export interface EffectGroup {
  key: string;
  gain: boolean;
  people: Effect["people"];
  count: number;
  roles: string[];
  effects: Effect[];
}

/** Effects by whom they happen to: who is touched first, then roles that nobody has yet. */
export function groupEffects(effects: Effect[]): EffectGroup[] {
  const groups = new Map<string, EffectGroup>();
  for (const effect of effects) {
    const whom = effect.count > 0 ? effect.people.map((p) => p.id).join(" ") : [...effect.roles].sort().join(" ");
    const key = `${effect.gain} ${effect.count} ${whom}`;
    const group = groups.get(key) ?? { key, gain: effect.gain, people: effect.people, count: effect.count, roles: [], effects: [] };
    group.effects.push(effect);
    group.roles = [...new Set([...group.roles, ...effect.roles])];
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => Number(b.count > 0) - Number(a.count > 0) || Number(b.gain) - Number(a.gain) || b.count - a.count);
}

export const guards = ["validate", "escalation", "lockout", "duties", "tests", "lint"] as const;

/** What each guard has to say; those that found nothing are there, too. */
export function byGuard(findings: Finding[]): { guard: Finding["guard"]; findings: Finding[]; level: "ok" | "warning" | "error" }[] {
  return guards.map((guard) => {
    const found = findings.filter((f) => f.guard === guard);
    return { guard, findings: found, level: found.some((f) => f.level === "error") ? "error" : found.length > 0 ? "warning" : "ok" };
  });
}

/** The number of the line that a finding speaks of; undefined when it speaks of the whole. */
export function lineOf(pointer: string | undefined): number | undefined {
  const match = /^\/rules\/(\d+)/.exec(pointer ?? "");
  return match ? Number(match[1]) : undefined;
}
