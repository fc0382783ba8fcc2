import { expect, test } from "vitest";
import { endOfDay } from "./asOf";

test("a day is looked at as it ended, and today as it is now", () => {
  const now = new Date("2026-05-03T10:00:00");
  expect(new Date(endOfDay("2026-05-01", now)).getTime()).toBe(new Date("2026-05-01T23:59:59.999").getTime());
  expect(endOfDay("2026-05-03", now)).toBe(now.toISOString());
  expect(endOfDay("2027-01-01", now)).toBe(now.toISOString());
});
