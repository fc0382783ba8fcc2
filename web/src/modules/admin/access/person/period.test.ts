import { describe, expect, it } from "vitest";
import { dayOf } from "@/ui/dates";
import { endOf, endingWithin, startOf, stateOf, untilWord } from "./period";

const now = new Date("2026-11-29T12:00:00Z");

describe("a period of days", () => {
  it("begins with its first day and ends after its last", () => {
    expect(dayOf(startOf("2026-12-01") ?? "")).toBe("2026-12-01");
    const end = new Date(endOf("2026-12-31") ?? "");
    expect(dayOf(new Date(end.getTime() - 1).toISOString())).toBe("2026-12-31");
    expect(dayOf(end.toISOString())).toBe("2027-01-01");
  });

  it("has no end where none is named", () => {
    expect(endOf("")).toBeUndefined();
    expect(startOf(null)).toBeUndefined();
  });

  it("is said by its last day, and by the instant where it ends within a day", () => {
    expect(untilWord(endOf("2026-12-31") ?? "")).toMatch(/31 Dec 2026|Dec 31, 2026/);
    expect(untilWord("2026-12-31T10:41:00Z")).toMatch(/41/);
  });

  it("holds, will hold or has ended", () => {
    expect(stateOf({}, now)).toBe("now");
    expect(stateOf({ valid_from: "2026-12-01T00:00:00Z" }, now)).toBe("later");
    expect(stateOf({ valid_to: "2026-11-29T12:00:00Z" }, now)).toBe("ended");
  });
});

describe("grants that end soon", () => {
  it("are the ones with an end in the days to come, the nearest first", () => {
    const all = [{ valid_to: "2026-12-20T00:00:00Z" }, {}, { valid_to: "2026-12-01T00:00:00Z" }, { valid_to: "2027-03-01T00:00:00Z" }, { valid_to: "2026-11-01T00:00:00Z" }];
    expect(endingWithin(all, 30, now).map((a) => a.valid_to)).toEqual(["2026-12-01T00:00:00Z", "2026-12-20T00:00:00Z"]);
  });
});
