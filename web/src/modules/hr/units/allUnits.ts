import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ApiProblem } from "@/api/problem";
import { keyOf } from "@/api/query";
import type { OrgUnit } from "../wire";

/** All units, page by page: a tree can only be drawn whole. */
export function useAllUnits(archived: boolean) {
  return useQuery<OrgUnit[], ApiProblem>({
    queryKey: [...keyOf("/hr/units"), "tree", archived],
    queryFn: async ({ signal }) => {
      const units: OrgUnit[] = [];
      let after: string | undefined;
      do {
        const page = await api.list<OrgUnit>("/hr/units", { ...(archived ? {} : { archived: false }), sort: "name", limit: 200, after }, signal);
        units.push(...page.items);
        after = page.next ?? undefined;
      } while (after);
      return units;
    },
  });
}
