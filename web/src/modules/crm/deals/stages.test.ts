import { describe, expect, it } from "vitest";
import type { Deal, Pipeline, Stage, StageVisit } from "../wire";
import { lengthOf, stepsOf } from "./stages";

const stage = (id: string, category: Stage["category"], position: number, active = true) => ({ id, name: id, category, position, active }) as Stage;
const pipeline = {
  stages: [stage("new", "open", 1), stage("offer", "open", 2), stage("old", "open", 3, false), stage("hold", "hold", 4), stage("won", "won", 5), stage("lost", "lost", 6)],
} as Pipeline;
const visit = (id: string, seconds: number) => ({ to: { id }, seconds }) as StageVisit;
const at = (id: string, status: Deal["status"]) => ({ stage: { id, name: id, category: status }, status }) as Deal;
const shown = (deal: Deal, visits: StageVisit[] = []) => stepsOf(deal, pipeline, visits).map((s) => `${s.stage.id}:${s.state}`);

describe("the stage bar", () => {
  it("leads through the open stages to winning", () => {
    expect(shown(at("offer", "open"))).toEqual(["new:done", "offer:current", "won:ahead"]);
  });

  it("ends where the deal was lost, and has done only what it went through", () => {
    expect(shown(at("lost", "lost"), [visit("new", 60)])).toEqual(["new:done", "offer:ahead", "lost:current"]);
  });

  it("shows a stage that is not in use any more to a deal that stands in it", () => {
    expect(shown(at("old", "open"))).toEqual(["new:done", "offer:done", "old:current", "won:ahead"]);
  });

  it("adds all stays in a stage together", () => {
    const steps = stepsOf(at("offer", "open"), pipeline, [visit("new", 100), visit("offer", 5), visit("new", 20)]);
    expect(steps[0]?.seconds).toBe(120);
  });

  it("says a length in its largest unit", () => {
    expect(lengthOf(3 * 86_400 + 5)).toEqual({ unit: "days", count: 3 });
    expect(lengthOf(7_300)).toEqual({ unit: "hours", count: 2 });
    expect(lengthOf(59)).toEqual({ unit: "minutes", count: 0 });
  });
});
