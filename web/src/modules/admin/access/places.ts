import type { Schema } from "@/api/schema";

export type Status = Schema<"AccessStatus">;

/** One place of the sub-navigation that all screens of access share. */
export interface Place {
  /** Key of its word: "access:places.matrix". */
  id: string;
  path: string;
  /** Addresses below these belong to it, too. */
  also?: string[];
  permission?: string;
  /** What waits there for the caller. */
  waits?: (status: Status) => number;
}

/** The places of access, in the order in which they stand. */
export const places: Place[] = [
  { id: "matrix", path: "/admin/access", also: ["/admin/access/roles"], permission: "access.policy.read" },
  { id: "versions", path: "/admin/access/versions", also: ["/admin/access/drafts"], permission: "access.policy.read", waits: (s) => s.drafts },
  { id: "rules", path: "/admin/access/rules", permission: "access.policy.read" },
  { id: "ask", path: "/admin/access/ask", also: ["/admin/access/people"], permission: "access.policy.read" },
  { id: "requests", path: "/admin/access/requests", waits: (s) => s.requests },
  { id: "emergency", path: "/admin/access/emergency", permission: "access.policy.read", waits: (s) => s.unreviewed },
  { id: "reviews", path: "/admin/access/reviews", waits: (s) => s.reviews },
];

/** The place to which an address below the organisation belongs. */
export function placeOf(path: string): Place | undefined {
  const under = (root: string) => path === root || path.startsWith(`${root}/`);
  return places.find((place) => path === place.path || place.also?.some(under)) ?? places.find((place) => place.path !== "/admin/access" && under(place.path));
}
