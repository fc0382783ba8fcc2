import { useEffect, useSyncExternalStore } from "react";

// How many forms and fields of this tab are open for the record on its page.
let open = 0;
const listeners = new Set<() => void>();

function put(by: number): void {
  open += by;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says for as long as the component is on screen that somebody changes a record here. */
export function useSayEditing(editing: boolean): void {
  useEffect(() => {
    if (!editing) return;
    put(1);
    return () => put(-1);
  }, [editing]);
}

/** Whether a form or a field of a record is open in this tab. */
export function useEditing(): boolean {
  return useSyncExternalStore(subscribe, () => open > 0);
}
