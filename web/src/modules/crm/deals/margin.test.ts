import { describe, expect, it } from "vitest";
import { written, type Deal } from "../wire";
import { covers, inCurrencyOf, marginHidden } from "./margin";

const deal = { amount: { amount: "100", currency: "USD" } } as Deal;

describe("the margin of a deal", () => {
  it("is hidden where the server says so", () => {
    expect(marginHidden({ ...deal, _hidden: ["margin"] })).toBe(true);
    expect(marginHidden(deal)).toBe(false);
    expect(marginHidden(undefined)).toBe(false);
  });
  it("is in the currency of the deal", () => {
    expect(inCurrencyOf(deal, "40")).toEqual({ amount: "40", currency: "USD" });
    expect(inCurrencyOf(deal, undefined)).toBeUndefined();
  });
  it("sorts a list that it covers", () => {
    expect(covers("own", "team")).toBe(false);
    expect(covers("own", "own")).toBe(true);
    expect(covers("all", "dept")).toBe(true);
    expect(covers(undefined, "own")).toBe(false);
  });
  it("is written as a decimal, and cleared by nothing", () => {
    expect(written({ cost: { amount: "640", currency: "EUR" } })).toEqual({ cost: "640" });
    expect(written({ cost: null })).toEqual({ cost: "" });
  });
});
