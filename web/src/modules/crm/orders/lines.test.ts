import { describe, expect, it } from "vitest";
import type { Product } from "../wire";
import { emptyLine, followProduct, sent } from "./lines";
import { shifted } from "./useOrderLines";

describe("lines while typing", () => {
  const product = { id: "p1", name: "Down jacket", unit: "H87", kind: "stocked", list_price: { amount: "241.48", currency: "EUR" } } as Product;

  it("take name, unit and price from the product", () => {
    expect(followProduct(product, "EUR")).toMatchObject({ description: "Down jacket", unit: "H87", unit_price: "241.48", stocked: true });
  });

  it("take no price in another currency", () => {
    expect(followProduct(product, "USD").unit_price).toBe("");
  });

  it("are sent without those that nobody filled", () => {
    const filled = { ...emptyLine(), product_id: "p1", quantity: "2" };
    expect(sent([emptyLine(), filled])).toEqual([{ product_id: "p1", quantity: "2", discount_percent: "0" }]);
  });

  it("get the server's fault where they stand on the screen", () => {
    const lines = [emptyLine(), { ...emptyLine(), product_id: "p1" }];
    expect(shifted("/lines/0/quantity", lines)).toBe("/lines/1/quantity");
    expect(shifted("/reference", lines)).toBe("/reference");
  });
});
