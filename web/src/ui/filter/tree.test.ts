import { describe, expect, it } from "vitest";
import { countOf, depthOf, parseFilter, replaced, toConditions, writeFilter, type Branch } from "./tree";

const leaf = (field: string, op = "", value = "1") => ({ field, op, value });

describe("a nested filter", () => {
  it("is read and written as the API has it", () => {
    const text = '{"and":[{"field":"status","op":"is","value":"open,won"},{"not":{"or":[{"field":"amount","op":"gte","value":"5"},{"field":"day","op":"during","value":"this_week"}]}}]}';
    const root = parseFilter(text);
    expect(root).toBeDefined();
    expect(root && writeFilter(root)).toBe(text);
    expect(root && depthOf(root)).toBe(4);
    expect(root && countOf(root)).toBe(3);
  });

  it("reads what programs write", () => {
    expect(parseFilter('{"field":"status","value":["a","b"]}')?.parts).toEqual([leaf("status", "", "a,b")]);
    expect(parseFilter('{"field":"amount","op":"gt","value":5}')?.parts).toEqual([leaf("amount", "gt", "5")]);
    for (const bad of [undefined, "", "{", "[]", '{"and":[{}]}', "1"]) expect(parseFilter(bad)).toBeUndefined();
  });

  it("leaves out what is not finished, and asks for nothing when nothing is", () => {
    expect(writeFilter({ join: "and", not: false, parts: [leaf("", "", ""), leaf("status", "", "")] })).toBeUndefined();
    expect(writeFilter({ join: "or", not: false, parts: [leaf("status", "", ""), leaf("amount", "gt")] })).toBe('{"field":"amount","op":"gt","value":"1"}');
  });

  it("becomes chips where chips can say the same", () => {
    const all: Branch = { join: "and", not: false, parts: [leaf("status", "", "open"), { join: "and", not: false, parts: [leaf("amount", "gte", "5")] }] };
    expect(toConditions(all)).toEqual({ status: "open", "amount.gte": "5" });
    for (const other of [
      { ...all, join: "or" as const },
      { ...all, not: true },
      { ...all, parts: [leaf("status"), leaf("status", "", "2")] },
      { ...all, parts: [{ join: "or" as const, not: false, parts: [leaf("a"), leaf("b")] }] },
    ])
      expect(toConditions(other)).toBeUndefined();
  });

  it("changes in one place", () => {
    const root: Branch = { join: "and", not: false, parts: [leaf("a"), { join: "or", not: false, parts: [leaf("b"), leaf("c")] }] };
    expect(replaced(root, [1, 0], undefined).parts[1]).toEqual({ join: "or", not: false, parts: [leaf("c")] });
    expect(replaced(root, [0], leaf("z")).parts[0]).toEqual(leaf("z"));
  });
});
