import type { Schema } from "@/api/schema";
import type { Tone } from "@/ui/tokens";

export type JobState = Schema<"JobsDelivery">["state"];

/** States of background work, from what is on its way to what needs somebody. */
export const jobStates: JobState[] = ["out", "ready", "waiting", "held", "uncertain", "dead"];

/** What each state says. */
export const jobTones: Record<JobState, Tone> = { out: "progress", ready: "info", waiting: "neutral", held: "warning", uncertain: "warning", dead: "danger" };
