import type { ReorderItem } from "../wire";

/** The products that come from one supplier, and so on one receipt. */
export interface SupplierGroup {
  id: string;
  supplier?: { id: string; name: string };
  items: ReorderItem[];
}

/** Puts products together by supplier, by its name; those without one stand last. */
export function bySupplier(items: ReorderItem[]): SupplierGroup[] {
  const groups = new Map<string, SupplierGroup>();
  for (const item of items) {
    const id = item.supplier?.id ?? "";
    const group = groups.get(id) ?? { id, supplier: item.supplier, items: [] };
    group.items.push(item);
    groups.set(id, group);
  }
  return [...groups.values()].sort((a, b) =>
    a.supplier && b.supplier ? a.supplier.name.localeCompare(b.supplier.name) : a.supplier ? -1 : 1,
  );
}
