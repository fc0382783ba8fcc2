import type { Schema } from "@/api/schema";

export type Account = Schema<"CrmAccount">;
export type Address = Schema<"CrmAddress">;
export type Contact = Schema<"CrmContact">;
export type Affiliation = Schema<"CrmAffiliation">;
export type ContactPoint = Schema<"CrmContactPoint">;
export type Deal = Schema<"CrmDeal">;
export type Pipeline = Schema<"CrmPipeline">;
export type Stage = Schema<"CrmStage">;
export type StageVisit = Schema<"CrmStageVisit">;
export type LostReason = Schema<"CrmLostReason">;
export type Board = Schema<"CrmBoard">;
export type Order = Schema<"CrmOrder">;
export type OrderLine = Schema<"CrmOrderLine">;
export type LineAvailability = Schema<"CrmLineAvailability">;
export type Setting = Schema<"CrmSetting">;
export type SalesReport = Schema<"CrmSalesReport">;
export type SalesGroup = Schema<"CrmSalesGroup">;
export type OrdersReport = Schema<"CrmOrdersReport">;
export type Product = Schema<"InventoryProduct">;
export type Delivery = Schema<"InventoryDelivery">;
export type Availability = Schema<"InventoryAvailability">;

/** A short list that has no pages. */
export interface Items<T> {
  items: T[] | null;
}

type Ref = Schema<"CrmRef"> | undefined;

const refs = ["account", "contact", "owner", "salesperson", "parent"] as const;

/**
 * A record as forms read it: references are read as `owner` with its name and written as
 * `owner_id`, so both stand beside each other.
 */
export function flat<T extends object>(record: T): T & Record<string, unknown> {
  const out = { ...record } as Record<string, unknown>;
  for (const name of refs) {
    const ref = out[name] as Ref;
    out[`${name}_id`] = ref?.id ?? "";
    out[`${name}_name`] = ref?.name ?? "";
  }
  return out as T & Record<string, unknown>;
}

/** What a form sends, as the CRM's operations read it: "" empties a field, a missing one stays. */
export function written(body: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === "employees") out[name] = value ?? 0;
    else if (name === "amount") out[name] = (value as { amount?: string } | null)?.amount ?? "0";
    else if (name === "cost") out[name] = (value as { amount?: string } | null)?.amount ?? ""; // without a cost there is no margin
    else if (name === "freight" || name === "discount_percent") out[name] = value ?? "0";
    else out[name] = value ?? "";
  }
  return out;
}
