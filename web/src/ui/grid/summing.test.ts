import { describe, expect, it } from "vitest";
import { both, groupFilter, groupWord, nextStep, startOfDay, sumsOfColumn } from "./summing";

describe("groups", () => {
  it("are chosen by the conditions that made them", () => {
    const group = (word: string, value: string | null) => ({ key: { [word]: value }, count: 1 });
    expect(groupFilter(group("status", "open"), "status", "status", "UTC")).toEqual([{ field: "status", op: "is", value: "open" }]);
    expect(groupFilter(group("owner", null), "owner", "ref", "UTC")).toEqual([{ field: "owner", op: "empty", value: true }]);
    expect(groupFilter(group("day:month", "2026-12-01"), "day:month", "date", "UTC")).toEqual([
      { field: "day", op: "gte", value: "2026-12-01" },
      { field: "day", op: "lt", value: "2027-01-01" },
    ]);
    expect(groupFilter(group("at:day", "2026-03-29"), "at:day", "instant", "Europe/Berlin")).toEqual([
      { field: "at", op: "gte", value: "2026-03-28T23:00:00.000Z" },
      { field: "at", op: "lt", value: "2026-03-29T22:00:00.000Z" },
    ]);
  });

  it("begin where the organisation's days begin", () => {
    expect(startOfDay("2026-11-01", "Pacific/Auckland")).toBe("2026-10-31T11:00:00.000Z");
    expect(nextStep("2026-10-01", "quarter")).toBe("2027-01-01");
    expect(nextStep("2026-12-28", "week")).toBe("2027-01-04");
  });

  it("hold beside what the list is filtered by", () => {
    const leaf = { field: "a", op: "is", value: "1" };
    expect(both(undefined, [leaf])).toBe(JSON.stringify(leaf));
    expect(both('{"field":"b","op":"is","value":"2"}', [leaf])).toBe('{"and":[{"field":"b","op":"is","value":"2"},{"field":"a","op":"is","value":"1"}]}');
  });

  it("are made of few values, and sums of numbers", () => {
    expect(groupWord({ key: "status", label: "", kind: "status", filter: true })).toBe("status");
    expect(groupWord({ key: "at", label: "", kind: "instant", filter: true })).toBe("at:month");
    expect(groupWord({ key: "name", label: "", filter: true })).toBeUndefined();
    expect(groupWord({ key: "status", label: "", kind: "status" })).toBeUndefined();
    expect(sumsOfColumn({ key: "amount", label: "", kind: "money", filter: true })).toContain("sum");
    expect(sumsOfColumn({ key: "amount", label: "", kind: "money" })).toEqual([]);
  });
});
