import { describe, expect, it } from "vitest";
import { chosen, outcome, stepped, verdict } from "./quantities";

describe("quantities of a receipt or a delivery", () => {
  it("tells a part from the whole, and more than that from what cannot be", () => {
    expect(verdict({ open: "12", now: "5" })).toBe("part");
    expect(verdict({ open: "12", now: "12.0" })).toBe("whole");
    expect(verdict({ open: "12", now: "12.5" })).toBe("over");
    expect(verdict({ open: "12", most: "8", now: "9" })).toBe("too_much");
    expect(verdict({ open: "12", most: "8", now: "8" })).toBe("part");
    expect(verdict({ open: "12", now: "" })).toBe("nothing");
    expect(verdict({ open: "12", now: "0" })).toBe("nothing");
    expect(verdict({ open: "12", now: "-3" })).toBe("invalid");
    expect(verdict({ open: "12", now: "a few" })).toBe("invalid");
  });

  it("says before it is done what goes, and what stays behind as a backorder", () => {
    const result = outcome([
      { id: "a", open: "10", most: "10", now: "10" },
      { id: "b", open: "8", most: "5", now: "2.5" },
      { id: "c", open: "4", most: "0", now: "" },
    ]);
    expect(result).toMatchObject({ lines: 2, units: "12.5", rest: "9.5", restLines: 2, over: [], wrong: [] });
  });

  it("adds without rounding", () => {
    expect(outcome([{ id: "a", open: "0.1", now: "0.1" }, { id: "b", open: "0.2", now: "0.2" }]).units).toBe("0.3");
  });

  it("does not count more than was open as a rest below zero", () => {
    const result = outcome([{ id: "a", open: "3", now: "5" }, { id: "b", open: "2", now: "1" }]);
    expect(result.rest).toBe("1");
    expect(result.over.map((e) => e.id)).toEqual(["a"]);
  });

  it("sends only lines with a quantity", () => {
    expect(chosen([{ id: "a", open: "1", now: "0" }, { id: "b", open: "1", now: "1" }, { id: "c", open: "1", now: "x" }]).map((e) => e.id)).toEqual(["b"]);
  });

  it("steps by one and stops at nothing", () => {
    expect(stepped("2", 1)).toBe("3");
    expect(stepped("2.5", -1)).toBe("1.5");
    expect(stepped("0.5", -1)).toBe("0");
    expect(stepped("", 1)).toBe("1");
  });
});
