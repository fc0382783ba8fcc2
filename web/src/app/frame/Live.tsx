import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { openStream } from "@/api/events";
import { keyOf } from "@/api/query";
import { emitLive, type Changed, type Progress } from "@/api/live";
import { said } from "@/api/said";
import type { NotifyMessage } from "@/api/search";
import { showUrgent } from "@/ui/UndoToast";

type State = "opening" | "open" | "lost";

let state: State = "opening";
const listeners = new Set<() => void>();

function setState(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether hints about changes arrive at this moment. */
export function useStreamState(): State {
  return useSyncExternalStore(subscribe, () => state);
}

/**
 * Keeps the event stream of this organisation open and hands its hints on. What may have been
 * missed while it was lost is read again when it is back.
 */
export function Live() {
  const client = useQueryClient();
  useEffect(() => {
    setState("opening");
    const stop = openStream("/notify/stream", {
      onEvent: (event) => {
        if (event.type === "changed") emitLive("changed", event.data as Changed);
        else if (event.type === "present") emitLive("present", event.data as Changed);
        else if (event.type === "progress") emitLive("progress", event.data as Progress);
        else if (event.type === "message") {
          void client.invalidateQueries({ queryKey: keyOf("/notify/messages") });
          const { urgent, title, text } = event.data as NotifyMessage;
          if (urgent) showUrgent(said(title), said(text ?? ""));
        }
      },
      onState: (next) => {
        if (next === "open" && state === "lost") void client.invalidateQueries();
        setState(next);
      },
    });
    return () => {
      stop();
      setState("opening");
    };
  }, [client]);
  return null;
}
