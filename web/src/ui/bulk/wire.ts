import { api } from "@/api/client";
import type { Schema } from "@/api/schema";

/** What becomes of many records, or would. */
export type BulkRun = Schema<"BulkRun">;
export type BulkReason = Schema<"BulkReason">;

/** Which records: those that were chosen on the version that was seen, or all that match. */
export type Chosen =
  | { rows: { id: string; version?: number; set?: Record<string, unknown> }[] }
  | { matching: Record<string, string>; expected?: number };

/** What is to be done to each of them. */
export interface Act {
  set?: Record<string, unknown>;
  do?: string;
}

/** Says what would happen, and changes nothing. What is run is exactly what it showed. */
export async function previewRun(endpoint: string, chosen: Chosen, act: Act): Promise<BulkRun> {
  return api.post<BulkRun>(`${endpoint}/bulk`, { ...chosen, ...act, preview: true });
}

/** Runs a preview, and waits for its end; of many records a job does it, and `progress` hears how far it is. */
export async function runPreviewed(endpoint: string, id: string, progress: (run: BulkRun) => void): Promise<BulkRun> {
  let run = await api.post<BulkRun>(`${endpoint}/bulk`, { previewed: id });
  while (run.state === "running") {
    progress(run);
    await new Promise((resolve) => window.setTimeout(resolve, 700));
    run = await api.get<BulkRun>(`/bulk/${id}`);
  }
  return run;
}

/** Stops a run; what it has changed stays changed. */
export async function cancelRun(id: string): Promise<void> {
  await api.post(`/bulk/${id}/cancel`);
}

/** Saves the refusals of a run as a file. */
export async function downloadRefusals(id: string): Promise<void> {
  await api.download(`/bulk/${id}/records`, { state: "refused", format: "csv", columns: "title,id,code,field,detail" }, "refused.csv");
}
