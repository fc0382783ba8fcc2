import { useCallback } from "react";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useCan } from "@/ui/session";
import type { Items } from "../wire";

/** Returns a function that says a unit's name: "pcs" for "H87". The code itself if it has none. */
export function useUnits(): (code: string | undefined) => string | undefined {
  const can = useCan();
  const units = useGet<Items<Schema<"InventoryUnit">>>("/inventory/units", undefined, { enabled: can("inventory.unit.read"), staleTime: 600_000 });
  const items = units.data?.items;
  return useCallback((code) => items?.find((u) => u.code === code)?.name ?? code, [items]);
}
