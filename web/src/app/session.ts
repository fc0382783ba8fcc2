import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Me } from "@/api/identity";
import type { ApiProblem } from "@/api/problem";

/** Reads who is signed in, in the given organisation; null asks for the default one. */
export function readMe(org: string | null): Promise<Me> {
  return api.get<Me>("/identity/me", undefined, { org, quietSignIn: true });
}

/** The key under which `me` is cached; rights belong to one organisation. */
export function meKey(org: string | null): readonly unknown[] {
  return [org ?? "", "/identity/me", {}];
}

/** Who is signed in. Rights may change at any time, so it is read again when the window comes back. */
export function useWhoAmI(org: string | null) {
  return useQuery<Me, ApiProblem>({ queryKey: meKey(org), queryFn: () => readMe(org), staleTime: 60_000 });
}

/** Where to go after sign-in: the page that was asked for, if it is one of ours. */
export function nextOf(search: Record<string, string>): string {
  const next = search["next"] ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}

/** Address of the sign-in page that comes back to where the person is now. */
export function signInAddress(): string {
  const here = window.location.pathname + window.location.search;
  return here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`;
}
