import type { MoneyValue } from "@/api/client";
import type { Schema } from "@/api/schema";

export type Product = Schema<"InventoryProduct">;
export type Packaging = Schema<"InventoryPackaging">;
export type StockCard = Schema<"InventoryCard">;
export type Category = Schema<"InventoryCategory">;
export type Supplier = Schema<"InventorySupplier">;
export type Unit = Schema<"InventoryUnit">;
export type Warehouse = Schema<"InventoryWarehouse">;
export type Place = Schema<"InventoryLocation">;
export type StockItem = Schema<"InventoryStockItem">;
export type Movement = Schema<"InventoryMovement">;
export type Posted = Schema<"InventoryPosted">;
export type Receipt = Schema<"InventoryReceipt">;
export type ReceiptLine = Schema<"InventoryReceiptLine">;
export type Delivery = Schema<"InventoryDelivery">;
export type DeliveryLine = Schema<"InventoryDeliveryLine">;
export type ReorderItem = Schema<"InventoryReorderItem">;
export type StockReport = Schema<"InventoryStockReport">;

/** A short list that has no pages. */
export interface Items<T> {
  items: T[] | null;
}

type Link = { id: string; name: string; path?: string } | undefined;

const links = ["category", "supplier", "parent", "warehouse"] as const;

/** A record as forms read it: what is read as `supplier` is written as `supplier_id`, so both stand side by side. */
export function flat<T extends object>(record: T): T & Record<string, unknown> {
  const out = { ...record } as T & Record<string, unknown>;
  const members = out as Record<string, unknown>;
  for (const name of links) {
    const link = members[name] as (Link & { code?: string }) | undefined;
    members[`${name}_id`] = link?.id ?? "";
    members[`${name}_name`] = link?.path ?? (link?.name || link?.code || "");
  }
  return out;
}

/** What a form sends: "" empties a field, a missing one stays; prices are emptied by an empty amount. */
export function written(body: Record<string, unknown>, currency: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === "list_price" || name === "cost") out[name] = (value as MoneyValue | null) ?? { amount: "", currency };
    else if (name === "pick_sequence" || name === "scale") out[name] = value ?? 0;
    else out[name] = value ?? "";
  }
  return out;
}
