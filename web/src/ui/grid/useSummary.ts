import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import type { Summary } from "./summing";

/** What the rows of a list come to. The query is the list's own. */
export function useSummary(endpoint: string, query: Query, ask: { group?: string[]; of?: string[]; enabled?: boolean; every?: number }) {
  const { sort: _sort, count: _count, limit: _limit, ...conditions } = query;
  return useGet<Summary>(
    `${endpoint}/summary`,
    { ...conditions, group: ask.group?.join(",") || undefined, of: ask.of?.join(",") || undefined },
    { enabled: ask.enabled, refetchInterval: ask.every, keep: true },
  );
}
