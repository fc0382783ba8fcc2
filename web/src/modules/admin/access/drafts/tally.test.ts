import { describe, expect, it } from "vitest";
import type { Effect, Finding, Report } from "../types";
import { byGuard, groupEffects, lineOf, tallyOf } from "./tally";

const cell = { allow: "none", deny: "none" } as const;
const ann = { id: "a", name: "Ann", active: true };
const ben = { id: "b", name: "Ben", active: true };
const effect = (permission: string, people: Effect["people"], more: Partial<Effect> = {}): Effect => ({ permission, gain: true, before: cell, after: cell, people, count: people.length, roles: [], ...more });
const finding = (guard: Finding["guard"], level: Finding["level"]): Finding => ({ guard, level, code: "x", message: "x" });
const difference: Report["difference"] = { added_rules: [{ subject: "r:a", object: "crm:deal", action: "read", scope: "own", effect: "allow" }], removed_rules: [], changed_rules: [], added_roles: [], removed_roles: [], changed_roles: [], added_inherits: [{ role: "a", parent: "b" }], removed_inherits: [] };

describe("the draft bar", () => {
  it("counts changes, people and what is in the way", () => {
    const effects = [effect("crm.deal.read", [ann, ben]), effect("crm.deal.export", [ann]), effect("crm.deal.win", [ben], { gain: false })];
    expect(tallyOf({ publishable: false, outdated: false, affected: 2, tests: 15, findings: [finding("lockout", "error"), finding("lint", "warning")], effects, difference })).toEqual({ changes: 2, gain: 2, lose: 1, problems: 1, warnings: 1 });
  });

  it("counts no fewer people than one effect has, although it names only some", () => {
    const many = effect("crm.deal.read", [ann], { count: 40 });
    expect(tallyOf({ publishable: true, outdated: false, affected: 40, tests: 15, findings: [], effects: [many], difference }).gain).toBe(40);
  });
});

describe("effects", () => {
  it("stand together when they happen to the same people, and roles without members come last", () => {
    const groups = groupEffects([effect("crm.deal.read", [], { roles: ["org.north"] }), effect("crm.deal.win", [ann]), effect("crm.deal.lose", [ann]), effect("crm.deal.delete", [ann], { gain: false })]);
    expect(groups.map((g) => [g.gain, g.count, g.roles, g.effects.map((e) => e.permission)])).toEqual([
      [true, 1, [], ["crm.deal.win", "crm.deal.lose"]],
      [false, 1, [], ["crm.deal.delete"]],
      [true, 0, ["org.north"], ["crm.deal.read"]],
    ]);
  });
});

describe("findings", () => {
  it("stand by guard, with those that found nothing", () => {
    expect(byGuard([finding("tests", "error"), finding("lint", "warning")]).map((g) => [g.guard, g.level])).toEqual([
      ["validate", "ok"],
      ["escalation", "ok"],
      ["lockout", "ok"],
      ["duties", "ok"],
      ["tests", "error"],
      ["lint", "warning"],
    ]);
  });

  it("point at a line", () => {
    expect(lineOf("/rules/3/scope")).toBe(3);
    expect(lineOf("/rules")).toBeUndefined();
    expect(lineOf(undefined)).toBeUndefined();
  });
});
