/** A change that this tab has made and that the server offers to take back. */
export interface MadeChange {
  changeSet: string;
  method: string;
  path: string;
}

type Heard = (change: MadeChange) => void;

const listeners = new Set<Heard>();
let latest: MadeChange | null = null;

/** Calls back for every change of this tab that can be taken back; returns how to stop. */
export function onChangeMade(heard: Heard): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** Reads from an answer what its request left in the history. What history itself did is offered where it was done. */
export function noteChange(method: string, path: string, response: Response): void {
  const changeSet = response.headers?.get("Longhouse-Change-Set");
  if (!changeSet || response.headers.get("Longhouse-Undo") !== "offered" || path.startsWith("/history/")) return;
  latest = { changeSet, method, path };
  for (const heard of listeners) heard(latest);
}

/** The newest change of this tab, once: whoever takes it offers the undo in words of their own. */
export function takeChange(): MadeChange | null {
  const change = latest;
  latest = null;
  return change;
}
