import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keyOf } from "@/api/query";
import { type ApiProblem } from "@/api/problem";
import type { Place } from "../wire";

/** All places of a warehouse, page by page: a tree can only be drawn whole. */
export function useAllPlaces(warehouse: string | undefined) {
  return useQuery<Place[], ApiProblem>({
    queryKey: [...keyOf("/inventory/locations"), "tree", warehouse],
    enabled: Boolean(warehouse),
    queryFn: async ({ signal }) => {
      const places: Place[] = [];
      let after: string | undefined;
      do {
        const page = await api.list<Place>("/inventory/locations", { warehouse_id: warehouse, sort: "code", limit: 200, after }, signal);
        places.push(...page.items);
        after = page.next ?? undefined;
      } while (after);
      return places;
    },
  });
}
