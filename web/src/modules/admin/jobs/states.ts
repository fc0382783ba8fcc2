import type { Tone } from "@/ui/tokens";
import type { HandlerState, JobState, Outcome } from "./types";

/** States of open work, from what is on its way to what needs somebody. */
export const jobStates: Exclude<JobState, "ended">[] = ["held", "out", "ready", "waiting", "paused", "uncertain", "dead"];

/** What each state says. */
export const jobTones: Record<JobState, Tone> = {
  held: "progress",
  out: "progress",
  ready: "info",
  waiting: "neutral",
  paused: "warning",
  uncertain: "warning",
  dead: "danger",
  ended: "success",
};

export const outcomes: Outcome[] = ["done", "refused", "skipped", "cancelled"];

/** How work ended. */
export const outcomeTones: Record<Outcome, Tone> = { done: "success", refused: "warning", skipped: "neutral", cancelled: "neutral" };

/** Open work of all handlers in a state. */
export function sumOf(handlers: HandlerState[], state: Exclude<JobState, "ended">): number {
  return handlers.reduce((sum, handler) => sum + handler.open[state], 0);
}
