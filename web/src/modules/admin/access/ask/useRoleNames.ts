import { useMemo } from "react";
import { useRoleChoices } from "@/api/access";

/** Returns a function that names a role; one that nobody knows any more keeps its id. */
export function useRoleNames(): (id: string) => string {
  const { data } = useRoleChoices();
  return useMemo(() => {
    const names = new Map(data?.items.map((role) => [role.id, role.name]));
    return (id: string) => names.get(id) ?? id;
  }, [data]);
}
