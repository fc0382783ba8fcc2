import { useMemo } from "react";
import { useGet } from "@/api/query";
import type { Role } from "./rights";

/** The roles that can be given; asked for only by those who may see people. */
export function useRoles(enabled = true) {
  const roles = useGet<{ items?: Role[] | null }>("/identity/roles", undefined, { staleTime: 300_000, enabled });
  const items = useMemo(() => roles.data?.items ?? [], [roles.data]);
  return { ...roles, items };
}

/** Names of roles in words; a role that nobody knows any more keeps its id. */
export function roleWords(ids: readonly string[] | null | undefined, roles: Role[]): string {
  return (ids ?? []).map((id) => roles.find((r) => r.id === id)?.label ?? id).join(", ");
}
