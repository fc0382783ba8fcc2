import { describe, expect, it } from "vitest";
import { groupRights, isWithin, reachesUpTo, rightOf } from "./rights";

describe("a right", () => {
  it("is taken apart into module, object and action", () => {
    expect(rightOf("crm.account.read", "team")).toMatchObject({ module: "crm", object: "account", action: "read", reach: "team" });
  });

  it("keeps the class of fields with its object", () => {
    expect(rightOf("hr.employee#personal.update", "all")).toMatchObject({ module: "hr", object: "employee#personal", action: "update" });
  });
});

describe("rights by module", () => {
  it("show the business before the administration, and read before the rest", () => {
    const groups = groupRights({ "jobs.delivery.read": "all", "crm.deal.win": "own", "crm.deal.read": "team", "hr.employee.read": "all" });
    expect(groups.map((g) => g.module)).toEqual(["crm", "hr", "platform"]);
    expect(groups[0]?.objects[0]?.rights.map((r) => r.action)).toEqual(["read", "win"]);
  });
});

describe("what may be given", () => {
  it("is nothing that one does not hold oneself", () => {
    expect(isWithin({ "crm.deal.read": "own" }, {})).toBe(false);
  });

  it("reaches no farther than one's own right", () => {
    expect(isWithin({ "crm.deal.read": "all" }, { "crm.deal.read": "team" })).toBe(false);
    expect(isWithin({ "crm.deal.read": "own" }, { "crm.deal.read": "team" })).toBe(true);
    expect(reachesUpTo("dept")).toEqual(["own", "team", "dept"]);
  });
});
