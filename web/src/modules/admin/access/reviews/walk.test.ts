import { describe, expect, it } from "vitest";
import { byPerson, walk, type ReviewItem } from "./walk";

function item(id: string, user: string, role: string): ReviewItem {
  return { id, review: "r1", user: { id: user, name: user, active: true }, role, role_name: role, ended: false, mine: true };
}

describe("the list of a review", () => {
  it("stands by person and role, by name", () => {
    const groups = byPerson([item("1", "Zoe", "Employee"), item("2", "Ana", "Sales lead"), item("3", "Ana", "Buyer")]);
    expect(groups.map((g) => [g.user.name, ...g.items.map((i) => i.role)])).toEqual([
      ["Ana", "Buyer", "Sales lead"],
      ["Zoe", "Employee"],
    ]);
  });

  it("is walked by arrows and by j and k, and ends at its ends", () => {
    expect(walk("ArrowDown", { row: 0, column: 0 }, 3)).toEqual({ row: 1, column: 0 });
    expect(walk("j", { row: 2, column: 1 }, 3)).toEqual({ row: 2, column: 1 });
    expect(walk("k", { row: 0, column: 0 }, 3)).toEqual({ row: 0, column: 0 });
    expect(walk("ArrowRight", { row: 1, column: 0 }, 3)).toEqual({ row: 1, column: 1 });
    expect(walk("End", { row: 0, column: 0 }, 3)).toEqual({ row: 2, column: 0 });
    expect(walk("Enter", { row: 0, column: 0 }, 3)).toBeUndefined();
  });
});
