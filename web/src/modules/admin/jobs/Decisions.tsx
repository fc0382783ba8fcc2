import { useGet } from "@/api/query";
import classes from "./jobs.module.css";
import { DecisionNotice } from "./DecisionNotice";
import type { Decision } from "./types";

/** What waits for a second person, above the work that it is about. */
export function Decisions() {
  const open = useGet<{ items: Decision[] }>("/jobs/decisions", { state: "open", limit: 5 }, { keep: true });
  const items = open.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.waiting}>
      {items.map((d) => (
        <DecisionNotice key={d.id} decision={d} named />
      ))}
    </div>
  );
}
