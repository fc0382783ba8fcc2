import { useState } from "react";
import { type ApiProblem, toProblem } from "@/api/problem";
import { cancelRun, previewRun, runPreviewed, type Act, type BulkRun, type Chosen } from "./wire";

/** How far a change of many records has come. */
export type RunStep =
  | { at: "asking" }
  | { at: "looking" }
  | { at: "refused"; problem: ApiProblem }
  | { at: "preview"; run: BulkRun }
  | { at: "running"; run: BulkRun }
  | { at: "result"; run: BulkRun };

/** The steps of a change of many records: preview, run with progress, result. */
export function useRun(endpoint: string, onDone: (run: BulkRun) => void) {
  const [step, setStep] = useState<RunStep>({ at: "asking" });
  const failed = (cause: unknown) => setStep({ at: "refused", problem: toProblem(cause) });

  const preview = async (chosen: Chosen, act: Act): Promise<BulkRun | undefined> => {
    setStep({ at: "looking" });
    try {
      const run = await previewRun(endpoint, chosen, act);
      setStep({ at: "preview", run });
      return run;
    } catch (cause) {
      failed(cause);
      return undefined;
    }
  };
  const start = async (seen: BulkRun) => {
    setStep({ at: "running", run: { ...seen, done: 0 } });
    try {
      const run = await runPreviewed(endpoint, seen.id, (now) => setStep({ at: "running", run: now }));
      setStep({ at: "result", run });
      onDone(run);
    } catch (cause) {
      failed(cause);
    }
  };
  const cancel = (run: BulkRun) => cancelRun(run.id).catch(failed);
  return { step, preview, start, cancel, again: () => setStep({ at: "asking" }) };
}
