import { useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { orgOfAddress } from "@/api/http";

/** The query string as plain texts, exactly as it stands in the address and goes to the API. */
export type Params = Record<string, string>;

/** Reads a query string; used by the router, so that no value is wrapped in JSON. */
export function parseSearch(search: string): Params {
  return Object.fromEntries(new URLSearchParams(search.replace(/^\?/, "")));
}

/** Writes a query string without empty members. */
export function stringifySearch(params: Record<string, unknown>): string {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "") out.set(key, String(value));
  }
  const text = out.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** Puts the organisation before a path: "/crm/accounts" becomes "/o/acme/crm/accounts". */
export function inOrg(path: string, org: string | null = orgOfAddress()): string {
  if (path.startsWith("/o/") || !org) return path;
  return `/o/${encodeURIComponent(org)}${path === "/" ? "" : path}`;
}

/** The state of a screen that lives in its address, and the way to change it. */
export function useParams(): [Params, (patch: Record<string, string | undefined>, options?: { push?: boolean }) => void] {
  const params = useLocation({ select: (location) => location.search as Params });
  const router = useRouter();
  const set = useCallback(
    (patch: Record<string, string | undefined>, options?: { push?: boolean }) => {
      // Read at the time of the call: two changes in one turn must not undo each other.
      const { pathname, search } = router.latestLocation;
      const next = { ...(search as Params), ...patch };
      void router.navigate({ href: pathname + stringifySearch(next), replace: !options?.push, resetScroll: false });
    },
    [router],
  );
  return [params, set];
}

/** Returns a function that opens a path of this organisation. */
export function useGo(): (path: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (path, options) => {
      void navigate({ href: inOrg(path), replace: options?.replace });
    },
    [navigate],
  );
}
