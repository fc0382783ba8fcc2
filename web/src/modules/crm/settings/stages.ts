import type { FieldProblem } from "@/api/problem";
import type { Pipeline, Stage } from "../wire";

/** A stage as it is typed. */
export interface DraftStage {
  key: string;
  id?: string;
  name: string;
  category: Stage["category"];
  probability: string;
  entry_fields: string[];
  won_allowed: boolean;
  locked: boolean;
  active: boolean;
  colour: string;
}

/** Fields of a deal that a stage may ask for. */
export const entryFields = ["account_id", "contact_id", "amount", "expected_close", "next_step", "product", "salesperson_id"];

/** The order in which stages stand: open ones first. */
export const categories: Stage["category"][] = ["open", "hold", "won", "lost"];

let made = 0;

/** A new open stage. */
export function newStage(): DraftStage {
  made += 1;
  return { key: `new-${made}`, name: "", category: "open", probability: "10", entry_fields: [], won_allowed: true, locked: false, active: true, colour: "" };
}

/** The stages of a pipeline, or those that a new one begins with. */
export function draftStages(pipeline: Pipeline | undefined, names: Record<"open" | "won" | "lost", string>): DraftStage[] {
  if (!pipeline) {
    return [
      { ...newStage(), name: names.open },
      { ...newStage(), name: names.won, category: "won", probability: "100" },
      { ...newStage(), name: names.lost, category: "lost", probability: "0" },
    ];
  }
  return (pipeline.stages ?? []).map((s) => ({
    key: s.id, id: s.id, name: s.name, category: s.category, probability: String(s.probability), entry_fields: s.entry_fields ?? [],
    won_allowed: s.won_allowed, locked: s.locked, active: s.active, colour: s.colour ?? "",
  }));
}

/** Puts a new stage where its category stands: after the last one of the same. */
export function insertStage(stages: DraftStage[], stage: DraftStage): DraftStage[] {
  const rank = categories.indexOf(stage.category);
  const at = stages.findIndex((s) => categories.indexOf(s.category) > rank);
  return at < 0 ? [...stages, stage] : [...stages.slice(0, at), stage, ...stages.slice(at)];
}

/** Whether a stage may change places with its neighbour: both are of one category. */
export function canShift(stages: DraftStage[], index: number, by: -1 | 1): boolean {
  const [stage, other] = [stages[index], stages[index + by]];
  return stage !== undefined && other !== undefined && stage.category === other.category;
}

/** The stages as the server takes them. */
export function sentStages(stages: DraftStage[]): Record<string, unknown>[] {
  return stages.map(({ key: _key, probability, colour, id, ...stage }) => ({
    ...stage,
    ...(id ? { id } : {}),
    ...(colour ? { colour } : {}),
    probability: Number(probability) || 0,
  }));
}

/** What is wrong with one stage. */
export function faultOf(errors: FieldProblem[], index: number): string | undefined {
  return errors.find((e) => e.pointer.replace(/^\/body/, "").startsWith(`/stages/${index}/`))?.detail;
}
