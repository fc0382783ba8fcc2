import { describe, expect, it } from "vitest";
import type { Deal } from "../wire";
import { byDay } from "./DealsDue";

describe("my deals to close", () => {
  it("are overdue before today, due today, and the rest comes later", () => {
    const on = (expected_close: string) => ({ id: expected_close, expected_close }) as Deal;
    const groups = byDay([on("2026-11-28"), on("2026-11-29"), on("2026-12-01")], "2026-11-29");
    expect([groups.overdue.length, groups.today.length, groups.week.length]).toEqual([1, 1, 1]);
  });
});
