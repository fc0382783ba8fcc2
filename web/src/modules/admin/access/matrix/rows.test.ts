import { describe, expect, it } from "vitest";
import type { Matrix, Resource, Role } from "../types";
import { wordsFrom } from "../words";
import { changedRights, roleToShow, rolesByArea, tableOfResource, tableOfRole, withCell, type Filter } from "./rows";

const action = (name: string, on = "crm.deal") => ({ name, permission: `${on}.${name}`, sensitive: false });
const deals: Resource = {
  name: "crm.deal",
  object: "crm:deal",
  module: "crm",
  label: "Deals",
  scopes: ["own", "all"],
  actions: [action("read"), action("win")],
  classes: [{ name: "margin", object: "crm:deal#margin", fields: [], sensitive: true, actions: [action("read", "crm.deal#margin")] }],
  records: true,
};
const users: Resource = { ...deals, name: "identity.user", object: "identity:user", module: "identity", label: "Users", actions: [action("read", "identity.user")], classes: [] };
const role = (id: string, cells: Role["cells"], more: Partial<Role> = {}): Role => ({ id, name: id, note: "", module: "crm", shipped: true, fixed: false, members: 2, inherits: [], cells, ...more });
const rep = role("crm.rep", { "crm.deal.read": { allow: "own" } });
const lead = role("crm.lead", { "crm.deal.read": { allow: "all" }, "crm.deal.win": { allow: "own" } });
const matrix = (roles: Role[]): Matrix => ({ version: "v", number: 1, roles });
const from = (more: { filter?: Filter; text?: string; beside?: Role; published?: Matrix } = {}) => ({ words: wordsFrom([deals, users]), filter: "all" as Filter, text: "", ...more });
const shown = (table: ReturnType<typeof tableOfRole>) => table.groups.map((g) => [g.key, g.rows.map((r) => r.raw)]);

describe("the matrix of a role", () => {
  it("has resources by area, field classes below them, and other actions beside the columns", () => {
    const table = tableOfRole(rep, [users, deals], from());
    expect(shown(table)).toEqual([["crm", ["crm:deal", "crm:deal#margin"]], ["platform", ["identity:user"]]]);
    expect(table.groups[0]?.rows[0]?.slots[0]?.cell).toEqual({ allow: "own" });
    expect(table.groups[0]?.rows[0]?.more.map((c) => c.action)).toEqual(["win"]);
  });

  it("is narrowed by what is held, and by what was typed", () => {
    expect(shown(tableOfRole(rep, [users, deals], from({ filter: "held" })))).toEqual([["crm", ["crm:deal"]]]);
    expect(shown(tableOfRole(rep, [users, deals], from({ text: "margin" })))).toEqual([["crm", ["crm:deal#margin"]]]);
    expect(shown(tableOfRole(rep, [users, deals], from({ text: "identity.user" })))).toEqual([["platform", ["identity:user"]]]);
  });

  it("marks what a draft changes, and what differs from a role beside it", () => {
    const published = matrix([rep]);
    const draft = withCell(published, "crm.rep", "crm.deal.win", { allow: "all", own_allow: "all" });
    const changed = tableOfRole(draft.roles[0]!, [deals], from({ filter: "changed", published }));
    expect(changed.groups[0]?.rows.map((r) => [r.raw, r.more.map((c) => c.was)])).toEqual([["crm:deal", [{ cell: undefined }]]]);
    expect(changedRights(draft.roles[0]!, published)).toBe(1);
    const beside = tableOfRole(rep, [deals], from({ filter: "differs", beside: lead }));
    expect(beside.groups[0]?.rows[0]?.slots[0]?.beside).toEqual({ cell: { allow: "all" }, differs: true });
  });
});

describe("the role to begin with", () => {
  const own = role("org.north", {}, { shipped: false, module: "org", members: 0 });

  it("is the organisation's own first, or the one that a draft changes for most people", () => {
    const published = matrix([rep, lead, own]);
    expect(roleToShow(published.roles, undefined)?.id).toBe("org.north");
    expect(roleToShow(published.roles, published)?.id).toBe("org.north");
    const both = withCell(withCell(published, "org.north", "crm.deal.win", { allow: "own" }), "crm.rep", "crm.deal.win", { allow: "own" });
    expect(roleToShow(both.roles, published)?.id).toBe("crm.rep");
  });
});

describe("the matrix of a resource", () => {
  it("has roles down and its actions and field classes across, own roles first", () => {
    const own = role("org.north", {}, { shipped: false, module: "org" });
    const table = tableOfResource(deals, [rep, own, lead], from());
    expect(table.columns.map((c) => [c.action, c.fields])).toEqual([["read", undefined], ["win", undefined], ["read", "margin"]]);
    expect(shown(table)).toEqual([["own", ["org.north"]], ["crm", ["crm.rep", "crm.lead"]]]);
    expect(rolesByArea([lead, own]).map((g) => g.area)).toEqual(["own", "crm"]);
  });
});
