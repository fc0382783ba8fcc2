import { useGet } from "@/api/query";
import type { Items, LostReason, Pipeline, Stage } from "../wire";

/** All pipelines with their stages, the default one first. */
export function usePipelines() {
  return useGet<Items<Pipeline>>("/crm/pipelines", undefined, { staleTime: 60_000 });
}

/** Why deals may be lost. */
export function useLostReasons() {
  return useGet<Items<LostReason>>("/crm/lost-reasons", undefined, { staleTime: 60_000 });
}

/** The pipeline that is asked for, else the default one. */
export function pickPipeline(all: Pipeline[], id: string | undefined): Pipeline | undefined {
  return all.find((p) => p.id === id) ?? all.find((p) => p.is_default && p.active) ?? all.find((p) => p.active) ?? all[0];
}

/** The stages that are in use, in order. */
export function activeStages(pipeline: Pipeline): Stage[] {
  return pipeline.stages?.filter((s) => s.active) ?? [];
}

/** The stage of a deal that a category stands for: the first one in use. */
export function firstOf(pipeline: Pipeline, category: Stage["category"]): Stage | undefined {
  return activeStages(pipeline).find((s) => s.category === category);
}
