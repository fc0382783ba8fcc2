import { describe, expect, it } from "vitest";
import { answerOf, chainOf, missOf, resourceOf, sorted, type Explanation, type Reason } from "./answer";

function explanation(patch: Partial<Explanation>): Explanation {
  return {
    user: { id: "u1", name: "Ana Lind", active: true },
    permission: "crm.deal.read",
    allowed: false,
    inactive: false,
    cell: { allow: "none", deny: "none" },
    reasons: [],
    nearest: [],
    ...patch,
  };
}

function line(patch: Partial<Reason>): Reason {
  return { subject: "r:crm.rep", object: "crm:deal", action: "read", scope: "team", effect: "allow", shipped: true, path: [], reaches: true, decides: false, ...patch };
}

const deal = { id: "d1", title: "Spring range" };

describe("the answer to why", () => {
  it("says how far a right goes, and what is taken out of it", () => {
    expect(answerOf(explanation({ allowed: true, cell: { allow: "team", deny: "none" } }))).toEqual({ key: "any", reach: "team" });
    expect(answerOf(explanation({ allowed: true, cell: { allow: "dept", deny: "own" } }))).toEqual({ key: "except", reach: "dept", except: "own" });
  });

  it("says of a record how the person stands to it", () => {
    const seen = explanation({ allowed: true, cell: { allow: "team", deny: "none" }, record: deal, relation: "own" });
    expect(answerOf(seen)).toEqual({ key: "record", reach: "team", relation: "own" });
    const short = explanation({ cell: { allow: "own", deny: "none" }, record: deal, relation: "dept" });
    expect(answerOf(short)).toEqual({ key: "short", reach: "own", relation: "dept" });
  });

  it("names the deny before anything that would allow", () => {
    const denied = explanation({ cell: { allow: "dept", deny: "own" }, record: deal, relation: "own" });
    expect(answerOf(denied)).toEqual({ key: "denied_record", except: "own", relation: "own" });
    expect(answerOf(explanation({ cell: { allow: "all", deny: "all" } }))).toEqual({ key: "denied", except: "all" });
  });

  it("does not blame a deny that ends before the record", () => {
    const beyond = explanation({ cell: { allow: "team", deny: "own" }, record: deal, relation: "all" });
    expect(answerOf(beyond)).toEqual({ key: "short", reach: "team", relation: "all" });
  });

  it("says that no role gives it, and before that that somebody cannot sign in", () => {
    expect(answerOf(explanation({}))).toEqual({ key: "none" });
    expect(answerOf(explanation({ record: deal, relation: "all" }))).toEqual({ key: "none" });
    expect(answerOf(explanation({ inactive: true, cell: { allow: "all", deny: "none" } }))).toEqual({ key: "inactive" });
  });
});

describe("a line", () => {
  it("comes to the person by the roles that lead to it", () => {
    expect(chainOf(line({ path: ["org.chief", "crm.lead"], subject: "r:crm.lead" }))).toEqual(["org.chief", "crm.lead"]);
    expect(chainOf(line({}))).toEqual(["crm.rep"]);
    expect(chainOf(line({ subject: "u:7" }))).toEqual([]);
  });

  it("misses because it is too short, or because the role is another", () => {
    expect(missOf(line({ path: ["crm.rep"] }))).toBe("short");
    expect(missOf(line({}))).toBe("other");
  });

  it("decides or only speaks of it, and is not said again where it stands as a near miss", () => {
    const [first, second, miss] = [line({ decides: true }), line({ subject: "r:crm.lead" }), line({ scope: "own" })];
    expect(sorted({ reasons: [first, second, miss], nearest: [miss] })).toEqual({ deciding: [first], others: [second] });
  });

  it("is about the records of its resource, whatever class of fields it names", () => {
    expect(resourceOf("crm.deal#margin.read")).toBe("crm.deal");
    expect(resourceOf("hr.employee.end")).toBe("hr.employee");
  });
});
