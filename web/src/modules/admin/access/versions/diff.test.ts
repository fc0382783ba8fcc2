import { describe, expect, it } from "vitest";
import type { Difference, Rule } from "../types";
import { pairRules } from "./diff";

const line = (action: string, scope: Rule["scope"]): Rule => ({ subject: "r:crm.rep", object: "crm:deal", action, scope, effect: "allow" });
const nothing: Difference = { added_rules: [], removed_rules: [], changed_rules: [], added_roles: [], removed_roles: [], changed_roles: [], added_inherits: [], removed_inherits: [] };

describe("a comparison side by side", () => {
  it("puts lines about the same right beside each other, and leaves a side empty where there is none", () => {
    const pairs = pairRules({ ...nothing, removed_rules: [line("read", "own"), line("win", "own")], added_rules: [line("read", "team"), line("export", "own")] });
    expect(pairs.map((p) => [p.before?.action, p.before?.scope, p.after?.action, p.after?.scope])).toEqual([
      [undefined, undefined, "export", "own"],
      ["read", "own", "read", "team"],
      ["win", "own", undefined, undefined],
    ]);
  });
});
