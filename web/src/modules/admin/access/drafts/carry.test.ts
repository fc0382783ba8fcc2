import { describe, expect, it } from "vitest";
import type { Difference, Rule } from "../types";
import { carried } from "./carry";

const line = (role: string, more: Partial<Rule> = {}): Rule => ({ subject: `r:${role}`, object: "crm:deal", action: "read", scope: "own", effect: "allow", ...more });
const nothing: Difference = { added_rules: [], removed_rules: [], changed_rules: [], added_roles: [], removed_roles: [], changed_roles: [], added_inherits: [], removed_inherits: [] };

describe("carrying a draft over to another policy", () => {
  it("brings its lines, and takes away what is still there", () => {
    const onto = { rules: [line("a"), line("b")], roles: [], inherits: [] };
    const change = carried({ ...nothing, added_rules: [line("a"), line("c")], removed_rules: [line("b"), line("gone")] }, onto);
    expect(change).toEqual({ remove_rules: [line("b")], add_rules: [line("c")] });
  });

  it("makes roles with what they inherit, and leaves those that are there already", () => {
    const role = (id: string) => ({ id, name: id, note: "" });
    const change = carried(
      { ...nothing, added_roles: [role("org.new"), role("org.there")], added_inherits: [{ role: "org.new", parent: "crm.rep" }, { role: "org.there", parent: "crm.lead" }] },
      { rules: [], roles: [role("org.there")], inherits: [{ role: "org.there", parent: "crm.lead" }] },
    );
    expect(change).toEqual({ add_roles: [{ name: "org.new", note: "", inherits: ["crm.rep"] }] });
  });

  it("gives a line its new dates", () => {
    const later = line("a", { valid_to: "2027-01-01T00:00:00Z" });
    expect(carried({ ...nothing, changed_rules: [later] }, { rules: [line("a")], roles: [], inherits: [] })).toEqual({ remove_rules: [later], add_rules: [later] });
  });
});
