import type { Deal, Pipeline, Stage, StageVisit } from "../wire";
import { activeStages } from "./pipelines";

/** One step of the bar above a deal. */
export interface Step {
  stage: Stage;
  state: "done" | "current" | "ahead";
  /** All its stays together; 0 for a stage that the deal never was in. */
  seconds: number;
}

/**
 * The way of a deal through its pipeline: every open stage, and at the end the stage in which it
 * was decided or put aside, or else the one in which it would be won.
 */
export function stepsOf(deal: Pick<Deal, "stage" | "status">, pipeline: Pipeline, visits: StageVisit[]): Step[] {
  const all = activeStages(pipeline);
  const here = (pipeline.stages ?? []).find((s) => s.id === deal.stage.id);
  const open = all.filter((s) => s.category === "open");
  const end = here && here.category !== "open" ? here : all.find((s) => s.category === "won");
  // A deal may still stand in a stage that is not in use any more.
  const way = here?.category === "open" && !open.includes(here) ? [...open, here].sort((a, b) => a.position - b.position) : open;
  const steps = end ? [...way, end] : way;
  const at = steps.findIndex((s) => s.id === deal.stage.id);
  const spent = secondsByStage(visits);
  return steps.map((stage, index) => ({
    stage,
    state: index === at ? "current" : done(index) ? "done" : "ahead",
    seconds: spent.get(stage.id) ?? 0,
  }));

  // A deal that was lost or put aside has done only the stages that it was in.
  function done(index: number): boolean {
    const step = steps[index];
    if (deal.status === "lost" || deal.status === "hold") return step !== undefined && (spent.get(step.id) ?? 0) > 0;
    return index < at;
  }
}

/** How long a deal was in each stage. */
export function secondsByStage(visits: StageVisit[]): Map<string, number> {
  const spent = new Map<string, number>();
  for (const visit of visits) spent.set(visit.to.id, (spent.get(visit.to.id) ?? 0) + visit.seconds);
  return spent;
}

/** A length of time in its largest unit: "12 d", "5 h", "3 min". */
export function lengthOf(seconds: number): { unit: "days" | "hours" | "minutes"; count: number } {
  if (seconds >= 86_400) return { unit: "days", count: Math.floor(seconds / 86_400) };
  if (seconds >= 3600) return { unit: "hours", count: Math.floor(seconds / 3600) };
  return { unit: "minutes", count: Math.floor(seconds / 60) };
}
