import { describe, expect, it } from "vitest";
import type { RoleCell, Rule } from "../types";
import { partsOf, planCell, rulesAfter, shownOf, type Plan, type Wish } from "./cells";

const line = (scope: Rule["scope"], effect: Rule["effect"] = "allow", more: Partial<Rule> = {}): Rule => ({ subject: "r:crm.rep", object: "crm:deal", action: "export", scope, effect, ...more });
const all = ["own", "team", "dept", "all"];

function plan(cell: RoleCell | undefined, wish: Wish, rules: Rule[] = [], more: { fixed?: boolean; permission?: string; scopes?: string[] } = {}) {
  return planCell({ role: { id: "crm.rep", fixed: more.fixed ?? false }, permission: more.permission ?? "crm.deal.export", cell, rules, scopes: more.scopes ?? all }, wish);
}

describe("a cell", () => {
  it("is taken apart as rules write it", () => {
    expect(partsOf("crm.deal#margin.read")).toEqual({ object: "crm:deal#margin", action: "read" });
  });

  it("shows nothing, a reach, a reach with an exception, or a deny", () => {
    expect(shownOf(undefined)).toEqual({ kind: "none" });
    expect(shownOf({ allow: "team" })).toEqual({ kind: "allow", scope: "team", but: undefined });
    expect(shownOf({ allow: "all", deny: "own" })).toEqual({ kind: "allow", scope: "all", but: "own" });
    expect(shownOf({ allow: "team", deny: "team" })).toEqual({ kind: "deny", scope: "team" });
    expect(shownOf({ deny: "own" })).toEqual({ kind: "deny", scope: "own" });
  });
});

describe("setting a cell to a scope", () => {
  it("adds one allow", () => {
    expect(plan(undefined, { scope: "team" })).toMatchObject({ change: { add_rules: [line("team")] }, next: { allow: "team", own_allow: "team" } });
  });

  it("puts one allow in the place of another", () => {
    const cell: RoleCell = { allow: "team", own_allow: "team" };
    expect((plan(cell, { scope: "own" }, [line("team")]) as Plan).change).toEqual({ remove_rules: [line("team")], add_rules: [line("own")] });
  });

  it("only removes its own line when what is inherited says it already", () => {
    const cell: RoleCell = { allow: "all", own_allow: "all", base_allow: "team" };
    expect(plan(cell, { scope: "team" }, [line("all")])).toEqual({ change: { remove_rules: [line("all")] }, next: { allow: "team", deny: undefined, own_allow: undefined, inherited: true } });
  });

  it("widens what is inherited", () => {
    expect((plan({ allow: "own", inherited: true }, { scope: "dept" }) as Plan).change).toEqual({ add_rules: [line("dept")] });
  });

  it("cannot be narrower than what is inherited", () => {
    expect(plan({ allow: "dept", inherited: true }, { scope: "own" })).toBe("narrower");
    expect(plan({ allow: "dept", inherited: true }, { scope: "none" })).toBe("narrower");
  });

  it("takes away its own deny, with its line", () => {
    const deny = line("all", "deny", { reason: "Not in spring." });
    const cell: RoleCell = { allow: "team", deny: "all", own_deny: "all", base_allow: "team" };
    expect((plan(cell, { scope: "team" }, [deny]) as Plan).change).toEqual({ remove_rules: [deny] });
  });

  it("is beaten by a deny from elsewhere", () => {
    expect(plan({ deny: "team", inherited: true }, { scope: "own" })).toBe("denied");
    expect((plan({ deny: "own", inherited: true }, { scope: "all" }) as Plan).change.add_rules).toEqual([line("all")]);
  });

  it("keeps a line that says it already, with its dates", () => {
    const dated = line("team", "allow", { valid_to: "2027-01-01T00:00:00Z" });
    expect(plan({ allow: "team", own_allow: "team" }, { scope: "team" }, [dated])).toBeNull();
  });

  it("does nothing where nothing is to be done", () => {
    expect(plan(undefined, { scope: "none" })).toBeNull();
    expect(plan({ allow: "own", inherited: true }, { scope: "own" })).toBeNull();
  });

  it("refuses a scope that the resource does not have, and a fixed role", () => {
    expect(plan(undefined, { scope: "team" }, [], { scopes: ["all"] })).toBe("no_scope");
    expect(plan(undefined, { scope: "all" }, [], { fixed: true })).toBe("fixed");
  });
});

describe("denying", () => {
  it("adds a deny with its reason, and drops an allow that would say nothing any more", () => {
    const cell: RoleCell = { allow: "team", own_allow: "team" };
    expect(plan(cell, { deny: "all", reason: " No exports. " }, [line("team")])).toMatchObject({
      change: { remove_rules: [line("team")], add_rules: [line("all", "deny", { reason: "No exports." })] },
      next: { deny: "all", own_deny: "all" },
    });
  });

  it("keeps an allow that reaches farther: everything but one's own", () => {
    const cell: RoleCell = { allow: "all", own_allow: "all" };
    const made = plan(cell, { deny: "own", reason: "Four eyes." }, [line("all")]) as Plan;
    expect(made.change.remove_rules).toBeUndefined();
    expect(shownOf(made.next)).toEqual({ kind: "allow", scope: "all", but: "own" });
  });

  it("is not offered for access itself", () => {
    expect(plan({ allow: "all" }, { deny: "all", reason: "x" }, [], { permission: "access.policy.read" })).toBe("access");
  });
});

describe("the lines after a change", () => {
  it("are those that stay and those that come", () => {
    expect(rulesAfter([line("team"), line("own", "deny")], { remove_rules: [line("team")], add_rules: [line("all")] })).toEqual([line("own", "deny"), line("all")]);
  });
});
