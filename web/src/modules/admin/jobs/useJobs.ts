import { useEffect } from "react";
import { useGet, useRefresh } from "@/api/query";
import type { HandlerState } from "./types";

const gently = 10_000;

/** The kinds of background work, with what is open of each. */
export function useHandlers() {
  return useGet<{ items: HandlerState[] }>("/jobs/handlers", undefined, { keep: true });
}

/** Reads everything about background work again every ten seconds, while somebody looks at it. */
export function useGentleRefresh(): void {
  const refresh = useRefresh();
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") void refresh("/jobs");
    }, gently);
    return () => window.clearInterval(timer);
  });
}
