import { createContext, useCallback, useContext, type ReactNode } from "react";
import type { Me, Reach } from "@/api/identity";

const SessionContext = createContext<Me | null>(null);

/** Gives the screens the signed-in person and the organisation of the address. */
export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <SessionContext.Provider value={me}>{children}</SessionContext.Provider>;
}

/** Who is signed in, and where. Only below the shell. */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (!me) throw new Error("useMe needs a SessionProvider above it");
  return me;
}

/** Returns a function that says whether a right is held, in any scope; the same one as long as the session is. */
export function useCan(): (permission: string | undefined) => boolean {
  const me = useContext(SessionContext);
  return useCallback((permission) => permission === undefined || Boolean(me?.permissions[permission]), [me]);
}

/** In which scope a right is held; undefined if not at all. */
export function useReach(permission: string): Reach | undefined {
  return useContext(SessionContext)?.permissions[permission] as Reach | undefined;
}

/** Currency of the organisation, for amounts that are entered. */
export function useCurrency(): string {
  return useContext(SessionContext)?.organisation.currency ?? "EUR";
}

/** The zone in which the organisation counts its days. */
export function useZone(): string {
  return useContext(SessionContext)?.organisation.zone ?? "UTC";
}
