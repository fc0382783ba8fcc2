import { describe, expect, it } from "vitest";
import { buildTree, chainOf, openTo, treeMove, visibleNodes } from "@/ui/tree/tree";
import { walk } from "./walk";

const people = [
  { id: "ann", parent: null, text: "Ann" },
  { id: "ben", parent: "ann", text: "Ben" },
  { id: "cem", parent: "ann", text: "Cem" },
  { id: "dea", parent: "ben", text: "Dea" },
  { id: "eva", parent: "cem", text: "Eva" },
  { id: "fay", parent: "eva", text: "Fay" },
];
const forest = buildTree(people);

describe("walking the org chart", () => {
  const open = new Set(["ann", "ben", "cem"]);

  it("goes up to the manager and down to the first report", () => {
    expect(walk("ArrowUp", "dea", forest, open)).toEqual({ to: "ben" });
    expect(walk("ArrowDown", "ann", forest, open)).toEqual({ to: "ben" });
    expect(walk("ArrowUp", "ann", forest, open)).toBeNull();
    expect(walk("ArrowDown", "dea", forest, open)).toBeNull();
  });

  it("opens a closed branch on the way down", () => {
    expect(walk("ArrowDown", "eva", forest, open)).toEqual({ to: "fay", open: "eva" });
  });

  it("goes sideways over the borders of teams, but only to what is in sight", () => {
    expect(walk("ArrowRight", "dea", forest, open)).toEqual({ to: "eva" });
    expect(walk("ArrowLeft", "eva", forest, open)).toEqual({ to: "dea" });
    expect(walk("ArrowLeft", "eva", forest, new Set(["ann", "cem"]))).toBeNull();
  });

  it("finds the top from anywhere, and begins there when nobody is chosen", () => {
    expect(walk("Home", "fay", forest, open)).toEqual({ to: "ann" });
    expect(walk("ArrowDown", "nobody", forest, open)).toEqual({ to: "ann" });
  });
});

describe("a tree", () => {
  it("counts what is below, and knows the chain of managers", () => {
    expect(forest.byId.get("ann")?.below).toBe(5);
    expect(chainOf(forest.byId.get("fay")).map((n) => n.item.id)).toEqual(["ann", "cem", "eva"]);
  });

  it("opens so many levels and shows no more", () => {
    expect(visibleNodes(forest, openTo(forest, 1)).map((n) => n.item.id)).toEqual(["ann", "ben", "cem"]);
  });

  it("makes roots of those whose parent is not there, and survives a ring", () => {
    const broken = buildTree([
      { id: "x", parent: "gone", text: "X" },
      { id: "y", parent: "z", text: "Y" },
      { id: "z", parent: "y", text: "Z" },
    ]);
    expect(broken.roots.map((n) => n.item.id)).toContain("x");
    expect(visibleNodes(broken, new Set(["x", "y", "z"]))).toHaveLength(3);
  });

  it("walks as a list: right opens, then enters; left closes, then leaves; a letter jumps", () => {
    const closed = new Set<string>();
    expect(treeMove("ArrowRight", "ann", forest, closed)).toEqual({ toggle: "ann", open: true });
    expect(treeMove("ArrowRight", "ann", forest, new Set(["ann"]))).toEqual({ focus: "ben" });
    expect(treeMove("ArrowLeft", "ann", forest, new Set(["ann"]))).toEqual({ toggle: "ann", open: false });
    expect(treeMove("ArrowLeft", "ben", forest, new Set(["ann"]))).toEqual({ focus: "ann" });
    expect(treeMove("c", "ann", forest, new Set(["ann"]))).toEqual({ focus: "cem" });
    expect(treeMove("End", "ann", forest, new Set(["ann"]))).toEqual({ focus: "cem" });
  });
});
