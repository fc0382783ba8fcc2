import { lazy, Suspense, useState } from "react";
import { useLive, type Progress } from "@/api/live";

const JobsRing = lazy(() => import("./JobsRing").then((m) => ({ default: m.JobsRing })));

/** One's own long jobs, as the stream tells of them; nothing while there is none. */
export function RunningJobs() {
  const [jobs, setJobs] = useState<Record<string, Progress>>({});
  useLive("progress", (event) => {
    const id = event.import ?? event.job;
    if (id) setJobs((before) => ({ ...before, [id]: event }));
  });
  if (Object.keys(jobs).length === 0) return null;
  return (
    <Suspense fallback={null}>
      <JobsRing jobs={jobs} onSeen={setJobs} />
    </Suspense>
  );
}
