import { describe, expect, it } from "vitest";
import { arranged, inReadingOrder, settled, stepped } from "./layout";

const box = (id: string, x: number, y: number, w = 4, h = 2) => ({ id, x, y, w, h });
const places = (boxes: { id: string; x: number; y: number; w: number; h: number }[]) => boxes.map((b) => `${b.id}@${b.x},${b.y} ${b.w}x${b.h}`);

describe("a dashboard's boxes", () => {
  it("leave no gap above them and never overlap", () => {
    expect(places(settled([box("a", 0, 3), box("b", 0, 9), box("c", 4, 1), box("d", 2, 4)]))).toEqual(["a@0,0 4x2", "b@0,4 4x2", "c@4,0 4x2", "d@2,2 4x2"]);
  });

  it("fit between the edges, however large they are wanted", () => {
    expect(places(settled([box("a", 11, -2, 99, 99), box("b", -3, 0, 0, 0)]))).toEqual(["a@0,0 12x20", "b@0,20 1x1"]);
  });

  it("make room for the one that is held", () => {
    const all = [box("a", 0, 0), box("b", 4, 0), box("c", 0, 2)];
    expect(places(arranged(all, "c", { x: 4, y: 0 }))).toEqual(["a@0,0 4x2", "b@4,2 4x2", "c@4,0 4x2"]);
  });

  it("are stepped past each other, and stay where there is no way", () => {
    const all = [box("a", 0, 0), box("b", 0, 2)];
    expect(places(stepped(all, "a", "down"))).toEqual(["a@0,2 4x2", "b@0,0 4x2"]);
    expect(places(stepped(all, "b", "up"))).toEqual(["a@0,2 4x2", "b@0,0 4x2"]);
    expect(places(stepped(all, "b", "down"))).toEqual(places(all));
    expect(places(stepped(all, "a", "up"))).toEqual(places(all));
    expect(places(stepped(all, "a", "left"))).toEqual(places(all));
    expect(places(stepped(all, "a", "right"))).toEqual(["a@1,0 4x2", "b@0,2 4x2"]);
  });

  it("grow and shrink by a step, at the end of the row towards its start", () => {
    const all = [box("a", 8, 0)];
    expect(places(stepped(all, "a", "wider"))).toEqual(["a@7,0 5x2"]);
    expect(places(stepped(all, "a", "narrower"))).toEqual(["a@8,0 3x2"]);
    expect(places(stepped(all, "a", "taller"))).toEqual(["a@8,0 4x3"]);
    expect(places(stepped([box("a", 0, 0, 1, 1)], "a", "shorter"))).toEqual(["a@0,0 1x1"]);
    expect(places(stepped([box("a", 0, 0, 12, 1)], "a", "wider"))).toEqual(["a@0,0 12x1"]);
  });

  it("are read row by row", () => {
    expect(inReadingOrder([box("c", 0, 2), box("b", 4, 0), box("a", 0, 0)]).map((b) => b.id)).toEqual(["a", "b", "c"]);
  });
});
