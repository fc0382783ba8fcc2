import { api } from "@/api/client";
import { toProblem, type ApiProblem } from "@/api/problem";
import type { Deal, Stage } from "../wire";

/** What a move says besides the stage: why a deal was lost. */
export interface Loss {
  reason: string;
  note?: string;
}

/**
 * Sends a deal into a stage. When somebody else changed it in between but did not move it, the move
 * is made on what they left.
 */
export async function sendMove(deal: Deal, stage: Stage, loss?: Loss): Promise<Deal> {
  try {
    return await moveOn(deal, stage, loss);
  } catch (cause) {
    if (toProblem(cause).status !== 412) throw cause;
    const now = await api.get<Deal>(`/crm/deals/${deal.id}`);
    if (now.stage.id !== deal.stage.id) throw cause;
    return moveOn(now, stage, loss);
  }
}

function moveOn(deal: Deal, stage: Stage, loss?: Loss): Promise<Deal> {
  const path = `/crm/deals/${deal.id}`;
  const on = { version: deal.version };
  const decided = deal.status === "won" || deal.status === "lost";
  if (decided && stage.category === "open") return api.post<Deal>(`${path}/reopen`, { stage_id: stage.id }, on);
  return api.post<Deal>(`${path}/move`, { stage_id: stage.id, ...loss }, on);
}

/** The right that a move into a stage needs. */
export function rightFor(stage: Pick<Stage, "category">): string {
  switch (stage.category) {
    case "won":
      return "crm.deal.win";
    case "lost":
      return "crm.deal.lose";
    case "open":
    case "hold":
      return "crm.deal.update";
  }
}

/** Fields of a deal that a stage asks for before it lets the deal in; empty when something else is wrong. */
export function missingFields(problem: ApiProblem): string[] {
  const gate = problem.errors.filter((e) => e.code === "crm.stage.field_required");
  if (gate.length === 0 || gate.length < problem.errors.length) return [];
  return gate.map((e) => e.pointer.replace(/^\/(body\/)?/, ""));
}
