import { describe, expect, it } from "vitest";
import { ordersOf, periodDays } from "./grouping";

const within = { from: "2026-01-01", to: "2026-11-30", currency: "EUR" };

describe("the orders behind a number", () => {
  it("are those of the month, and no day outside of the period", () => {
    expect(ordersOf("month", "2026-02", within)).toContain("ordered_on.gte=2026-02-01&ordered_on.lte=2026-02-28");
    expect(ordersOf("year", "2026", within)).toContain("ordered_on.gte=2026-01-01&ordered_on.lte=2026-11-30");
  });

  it("are found by account, by salesperson and by country", () => {
    expect(ordersOf("account", "a1", within)).toContain("account_id=a1");
    expect(ordersOf("salesperson", "", within)).toContain("salesperson_id.empty=true");
    expect(ordersOf("ship_country", "Côte d'Ivoire", within)).toContain("ship_country=C%C3%B4te+d%27Ivoire");
  });

  it("have no list where an order falls into several groups", () => {
    expect(ordersOf("product", "p1", within)).toBeUndefined();
    expect(ordersOf("category", "Beverages", within)).toBeUndefined();
  });
});

describe("periods", () => {
  it("end with the last day of their last month", () => {
    expect(periodDays("quarter", "2026-11-29")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(periodDays("last_12", "2026-02-10")).toEqual({ from: "2025-03-01", to: "2026-02-28" });
    expect(periodDays("last_12", "2026-12-10")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
  });
});
