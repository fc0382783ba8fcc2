import { expect } from "@playwright/test";
import type { Client, Thing } from "./client.ts";

/** A product with some of it on the shelf. */
export async function product(api: Client, sku: string, name: string, onHand: string, price = "20.00"): Promise<Thing> {
  const made = await api.make("/inventory/products", { sku, name, list_price: { amount: price, currency: "EUR" } });
  if (onHand !== "0") await receive(api, made, onHand);
  return made;
}

/** Goods come in, without a receipt. */
export async function receive(api: Client, of: Thing, quantity: string): Promise<void> {
  await api.make("/inventory/movements", { kind: "receipt", lines: [{ product_id: of["id"], qty: quantity }] });
}

/** A confirmed order, whose goods are asked for. */
export async function order(api: Client, account: Thing, of: Thing, quantity: string): Promise<Thing> {
  const draft = await api.make("/crm/orders", { account_id: account["id"], lines: [{ product_id: of["id"], quantity }] });
  return api.send("POST", `/crm/orders/${draft["id"]}/confirm`, undefined, draft["version"] as number);
}

/** The delivery that the warehouse made for an order, as soon as it is there. */
export async function delivery(api: Client, of: Thing): Promise<Thing> {
  let found: Thing | undefined;
  await expect.poll(async () => (found = (await api.items(`/inventory/deliveries?reference=${of["number"]}`))[0])).toBeTruthy();
  return found!;
}
