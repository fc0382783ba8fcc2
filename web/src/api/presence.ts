import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "./client";
import { useLive } from "./live";
import type { RecordRef } from "./notes";
import type { ApiProblem } from "./problem";
import { keyOf } from "./query";
import type { Schema } from "./schema";

/** Somebody else who has a record open. */
export type Present = Schema<"NotifyPresent">;

type Company = Schema<"NotifyCompany">;

// Twice as often as the server forgets a screen.
const beat = 10_000;
const nobody: Present[] = [];

/**
 * Says that this tab shows a record, for as long as it does and somebody looks, and answers who
 * else has it open. Nobody is kept waiting for it, and no failure of it is worth a word.
 */
export function usePresence({ entity, id }: RecordRef, editing: boolean): Present[] {
  const path = `/notify/presence/${entity}/${id}`;
  const company = useQuery<Company, ApiProblem>({
    // To begin to edit is said at once, and not with the next beat.
    queryKey: [...keyOf(path, {}), "here", editing],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.put<Company>(path, { editing }, { signal, quietSignIn: true }),
    refetchInterval: beat,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  useLive("present", (event) => {
    if (event.entity === entity && event.id === id) void company.refetch();
  });
  useEffect(() => {
    const leave = () => void api.delete(path, undefined, { keepalive: true, quietSignIn: true }).catch(() => undefined);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [path]);
  return company.data?.people ?? nobody;
}
