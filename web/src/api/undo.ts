import { api } from "./client";
import type { UndoPreview, UndoResult, UndoRun } from "./history";

/** What is taken back: a change set or an operation, or what it did to one record. */
export interface UndoTarget {
  change_set?: string;
  operation?: string;
  record?: { entity: string; id: string };
}

/** What an undo would put back, what would stay and why. Changes nothing. */
export async function previewUndo(what: UndoTarget): Promise<UndoPreview> {
  const { record, ...id } = what;
  return api.get<UndoPreview>("/history/undo", { ...id, entity: record?.entity, record: record?.id });
}

/** Takes back; of many records a job does it, which is waited for while `progress` hears how far it is. */
export async function runUndo(what: UndoTarget, progress?: (run: UndoRun) => void): Promise<UndoResult> {
  const result = await api.post<UndoResult>("/history/undo", what);
  if (!result.run) return result;
  for (;;) {
    await new Promise((resolve) => window.setTimeout(resolve, 1000));
    const run = await api.get<UndoRun>(`/history/undo/${result.run}`);
    progress?.(run);
    if (run.state !== "running") return run.result ?? result;
  }
}
