import { expect, test } from "vitest";
import type { Task } from "@/api/notes";
import { byDay } from "./byDay";

test("tasks stand under when they are due, and no heading stands alone", () => {
  const task = (id: string, due_on: string) => ({ id, due_on }) as Task;
  const all = [task("a", "2026-05-01"), task("b", "2026-05-03"), task("c", "2026-05-04")];
  expect(byDay(all, "2026-05-03").map((g) => [g.when, g.tasks.map((t) => t.id)])).toEqual([["overdue", ["a"]], ["today", ["b"]], ["next", ["c"]]]);
  expect(byDay([all[2]!], "2026-05-03").map((g) => g.when)).toEqual(["next"]);
});
