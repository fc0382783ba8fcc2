import { describe, expect, it } from "vitest";
import { gridAction, isTyping } from "./keyboard";

describe("the keys of a list", () => {
  it("move within its rows and never beyond", () => {
    expect(gridAction({ key: "j" }, 3, 0)).toEqual({ type: "move", to: 1 });
    expect(gridAction({ key: "ArrowDown" }, 3, 2)).toEqual({ type: "move", to: 2 });
    expect(gridAction({ key: "k" }, 3, 0)).toEqual({ type: "move", to: 0 });
    expect(gridAction({ key: "End" }, 3, 0)).toEqual({ type: "move", to: 2 });
    expect(gridAction({ key: "j" }, 0, -1)).toBeNull();
  });

  it("act on the active row only", () => {
    expect(gridAction({ key: "x" }, 3, 1)).toEqual({ type: "toggle", range: false });
    expect(gridAction({ key: "X", shift: true }, 3, 1)).toEqual({ type: "toggle", range: true });
    expect(gridAction({ key: "Enter" }, 3, 1)).toEqual({ type: "open" });
    expect(gridAction({ key: " " }, 3, 1)).toEqual({ type: "preview" });
    expect(gridAction({ key: "x" }, 3, -1)).toBeNull();
  });

  it("leave to the browser what is the browser's", () => {
    expect(gridAction({ key: "ArrowDown", alt: true }, 3, 0)).toBeNull();
    expect(gridAction({ key: "c", ctrl: true }, 3, 0)).toBeNull();
    expect(gridAction({ key: "a", ctrl: true }, 3, 0)).toEqual({ type: "selectPage" });
  });

  it("are silent where letters are text", () => {
    expect(isTyping(document.createElement("input"))).toBe(true);
    expect(isTyping(document.createElement("textarea"))).toBe(true);
    expect(isTyping(document.createElement("button"))).toBe(false);
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    expect(isTyping(box)).toBe(false);
  });
});
