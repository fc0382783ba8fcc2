import { QueryClient, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Page, type Versioned } from "./client";
import { orgOfAddress, type Query } from "./http";
import { useLive } from "./live";
import { ApiProblem } from "./problem";

/** The cache of everything the server said. A refusal is not tried again, a lost line twice. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => (error instanceof ApiProblem ? error.transient && error.status !== 429 && count < 2 : false),
      },
      mutations: { retry: false },
    },
  });
}

/** The key under which a path is cached; the organisation is in it, so two never mix. */
export function keyOf(path: string, query?: Query): readonly unknown[] {
  return query === undefined ? [orgOfAddress() ?? "", path] : [orgOfAddress() ?? "", path, query];
}

/** Reads any GET endpoint. `keep` shows the answer to the last query until the new one is there. */
export function useGet<T>(path: string, query?: Query, options: { enabled?: boolean; staleTime?: number; refetchInterval?: number; keep?: boolean } = {}) {
  const { keep, ...rest } = options;
  return useQuery<T, ApiProblem>({
    queryKey: keyOf(path, query ?? {}),
    queryFn: ({ signal }) => api.get<T>(path, query, { signal }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...rest,
  });
}

/**
 * Reads one record and reads it again when the stream says that it changed. Name the entity
 * ("crm.account") to get the second part.
 */
export function useRecord<T extends Versioned>(path: string, entity?: string, query?: Query) {
  const result = useGet<T>(path, query);
  const id = path.split("/").pop();
  useLive("changed", (event) => {
    if (event.entity === entity && event.id === id) void result.refetch();
  });
  return result;
}

/** Reads a list page by page; old rows stay while a new filter is loading. */
export function usePages<T>(path: string, query: Query, options: { enabled?: boolean } = {}) {
  return useInfiniteQuery<Page<T>, ApiProblem, { pages: Page<T>[] }, readonly unknown[], string | undefined>({
    queryKey: [...keyOf(path), "pages", query],
    queryFn: ({ pageParam, signal }) =>
      api.list<T>(path, { limit: 50, ...query, after: pageParam, count: pageParam ? undefined : query["count"] }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    ...options,
  });
}

/** Returns a function that makes everything under the given paths be read again. */
export function useRefresh(): (...paths: string[]) => Promise<void> {
  const client = useQueryClient();
  return async (...paths) => {
    const org = orgOfAddress() ?? "";
    await client.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey[0] === org && typeof queryKey[1] === "string" && paths.some((p) => under(queryKey[1] as string, p)),
    });
  };
}

function under(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
