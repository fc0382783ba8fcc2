import { describe, expect, it } from "vitest";
import type { Difference, Rule } from "../types";
import { changeOf, fromWord, markedLines, untilWord, valuesOf } from "./lines";

const line = (action: string, more: Partial<Rule> = {}): Rule => ({ subject: "r:crm.rep", object: "crm:deal", action, scope: "own", effect: "allow", ...more });
const nothing: Difference = { added_rules: [], removed_rules: [], changed_rules: [], added_roles: [], removed_roles: [], changed_roles: [], added_inherits: [], removed_inherits: [] };
const midnight = new Date("2026-12-01T00:00:00").toISOString();

describe("the lines of a draft", () => {
  it("show what changes first, and what was taken away", () => {
    const lines = markedLines([line("read"), line("win"), line("lose")], { ...nothing, added_rules: [line("win")], changed_rules: [line("lose")], removed_rules: [line("export")] });
    expect(lines.map((l) => [l.rule.action, l.index, l.mark])).toEqual([
      ["export", -1, "removed"],
      ["lose", 2, "changed"],
      ["win", 1, "added"],
      ["read", 0, undefined],
    ]);
  });

  it("do not show a line as gone that is back", () => {
    expect(markedLines([line("read")], { ...nothing, removed_rules: [line("read")] }).map((l) => l.mark)).toEqual([undefined]);
  });
});

describe("the form of a line", () => {
  const values = { subject: "r:crm.rep", object: "crm:deal", action: "read", scope: "own", effect: "allow", from: "2026-12-01", to: "2026-12-31", reason: " For the season. " };

  it("makes whole days of its dates: from the first moment until after the last", () => {
    expect(changeOf(values)).toEqual({ add_rules: [line("read", { valid_from: midnight, valid_to: new Date("2027-01-01T00:00:00").toISOString(), reason: "For the season." })] });
  });

  it("puts a line in the place of another, and keeps an hour that nobody touched", () => {
    const before = line("read", { valid_to: "2026-12-31T15:30:00Z" });
    const change = changeOf({ ...valuesOf(before), scope: "team" }, before);
    expect(change).toEqual({ remove_rules: [before], add_rules: [{ ...before, scope: "team" }] });
  });

  it("says days for midnights, and moments for the rest", () => {
    expect(fromWord(midnight)).toBe("1 Dec 2026");
    expect(untilWord(midnight)).toBe("30 Nov 2026");
    expect(untilWord(new Date("2026-12-31T15:30:00").toISOString())).toContain("15:30");
  });
});
