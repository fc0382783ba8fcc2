import { describe, expect, it } from "vitest";
import { readDay } from "./DateField";
import { addDays, formatDay, formatRelative } from "./dates";

describe("days", () => {
  it("are never shifted by a zone", () => {
    expect(formatDay("2026-11-22")).toBe("22 Nov 2026");
    expect(formatDay("2026-01-01", "weekday")).toBe("Thu 1 Jan");
  });

  it("are counted over months and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });

  it.each([
    ["2026-11-22", "2026-11-22"],
    ["22.11.", "2026-11-22"],
    ["22/11/26", "2026-11-22"],
    ["today", "2026-11-20"],
    ["+3", "2026-11-23"],
    ["yesterday", "2026-11-19"],
  ])("are read from %s", (typed, day) => {
    expect(readDay(typed, "2026-11-20")).toBe(day);
  });

  it.each(["31.02.2026", "2026-13-01", "soon"])("are not read from %s", (typed) => {
    expect(readDay(typed, "2026-11-20")).toBeNull();
  });
});

describe("instants", () => {
  const now = new Date("2026-11-22T12:00:00Z");

  it("are told by how long ago they are", () => {
    expect(formatRelative("2026-11-22T11:57:00Z", now)).toMatch(/3 min/);
    expect(formatRelative("2026-11-21T12:00:00Z", now)).toBe("yesterday");
    expect(formatRelative("not a time", now)).toBe("not a time");
  });
});
