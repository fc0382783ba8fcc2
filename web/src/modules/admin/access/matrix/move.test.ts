import { describe, expect, it } from "vitest";
import { move } from "./move";

// The second row has no cell in column 1, the third none at all.
const rows = [[0, 1, 2, 6], [0, 2], [], [1, 2]];

describe("the keys of the matrix", () => {
  it.each([
    ["right", { row: 0, column: 2 }, "ArrowRight", { row: 0, column: 6 }],
    ["left over a gap", { row: 1, column: 2 }, "ArrowLeft", { row: 1, column: 0 }],
    ["down to the nearest cell", { row: 0, column: 6 }, "ArrowDown", { row: 1, column: 2 }],
    ["down over a row without cells", { row: 1, column: 0 }, "ArrowDown", { row: 3, column: 1 }],
    ["up", { row: 3, column: 1 }, "ArrowUp", { row: 1, column: 0 }],
    ["to the beginning", { row: 0, column: 6 }, "Home", { row: 0, column: 0 }],
    ["to the end", { row: 0, column: 0 }, "End", { row: 0, column: 6 }],
    ["a page down", { row: 0, column: 0 }, "PageDown", { row: 3, column: 1 }],
    ["a page up", { row: 3, column: 2 }, "PageUp", { row: 0, column: 2 }],
  ])("go %s", (_what, at, key, to) => {
    expect(move(rows, at, key)).toEqual(to);
  });

  it("go to the first and to the last cell with Ctrl", () => {
    expect(move(rows, { row: 1, column: 2 }, "Home", true)).toEqual({ row: 0, column: 0 });
    expect(move(rows, { row: 0, column: 0 }, "End", true)).toEqual({ row: 3, column: 2 });
  });

  it("stay where there is nowhere to go", () => {
    expect(move(rows, { row: 0, column: 6 }, "ArrowRight")).toBeNull();
    expect(move(rows, { row: 0, column: 0 }, "ArrowUp")).toBeNull();
    expect(move(rows, { row: 0, column: 0 }, "x")).toBeNull();
  });
});
