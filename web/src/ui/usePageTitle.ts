import { useEffect, useSyncExternalStore } from "react";

let current = "";
const listeners = new Set<() => void>();

function setCurrent(title: string): void {
  if (title === current) return;
  current = title;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Names the browser tab and the end of the breadcrumb while the component is mounted. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Longhouse` : "Longhouse";
    setCurrent(title);
    return () => setCurrent("");
  }, [title]);
}

/** Title of the page that is open; "" while none has said it. */
export function useShownTitle(): string {
  return useSyncExternalStore(subscribe, () => current);
}
