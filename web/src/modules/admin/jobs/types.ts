import type { Schema } from "@/api/schema";

export type Delivery = Schema<"JobsDelivery">;
export type Work = Schema<"JobsWork">;
export type Ended = Schema<"JobsEnded">;
export type HandlerState = Schema<"JobsHandlerState">;
export type ScheduleState = Schema<"JobsScheduleState">;
export type Decision = Schema<"JobsDecision">;
export type Health = Schema<"JobsHealth">;
export type JobState = Delivery["state"];
export type Outcome = Ended["outcome"];
