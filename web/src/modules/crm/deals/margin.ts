import type { MoneyValue } from "@/api/client";
import type { Reach } from "@/api/identity";
import type { Deal } from "../wire";

/** Whether cost and margin of a deal are left out for the reader; the rights decide deal by deal. */
export function marginHidden(deal: Deal | undefined): boolean {
  return (deal?._hidden ?? []).includes("margin");
}

/** A decimal of the deal, in its currency; undefined when it is not known, or hidden. */
export function inCurrencyOf(deal: Deal, amount: string | undefined): MoneyValue | undefined {
  return amount === undefined ? undefined : { amount, currency: deal.amount.currency };
}

const reaches: Reach[] = ["own", "team", "dept", "all"];

/** Whether margins may be read on every deal of a list that reaches so far: only then it sorts and filters by them. */
export function covers(margins: Reach | undefined, list: Reach | undefined): boolean {
  return margins !== undefined && list !== undefined && reaches.indexOf(margins) >= reaches.indexOf(list);
}
