import { today } from "@/ui/dates";

/** By what sales can be grouped. */
export const groups = ["month", "year", "account", "product", "category", "salesperson", "ship_country"] as const;
export type Group = (typeof groups)[number];

/** Whether the text of an address names a group. */
export function isGroup(text: string): text is Group {
  return (groups as readonly string[]).includes(text);
}

/** Periods that are asked for by name. */
export const periods = ["year", "last_year", "quarter", "last_12"] as const;
export type Period = (typeof periods)[number];

/** The first and the last day of a period. */
export function periodDays(period: Period, now: string = today()): { from: string; to: string } {
  const year = Number(now.slice(0, 4));
  const month = Number(now.slice(5, 7));
  switch (period) {
    case "year":
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case "last_year":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    case "quarter": {
      const first = month - ((month - 1) % 3);
      return { from: `${year}-${two(first)}-01`, to: lastOf(year, first + 2) };
    }
    case "last_12": {
      const first = month === 12 ? `${year}-01-01` : `${year - 1}-${two(month + 1)}-01`;
      return { from: first, to: lastOf(year, month) };
    }
  }
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function lastOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

interface Within {
  from: string;
  to: string;
  currency: string;
}

/**
 * The list of the orders that a number counts; undefined where the list has no such filter: an
 * order has many products.
 */
export function ordersOf(by: Group | "none", key: string | undefined, within: Within): string | undefined {
  const query = new URLSearchParams({ status: "confirmed,partially_fulfilled,on_hold,fulfilled", currency: within.currency });
  let { from, to } = within;
  switch (by) {
    case "none":
      break;
    case "year":
      from = later(from, `${key}-01-01`);
      to = earlier(to, `${key}-12-31`);
      break;
    case "month":
      from = later(from, `${key}-01`);
      to = earlier(to, lastOf(Number(key?.slice(0, 4)), Number(key?.slice(5, 7))));
      break;
    case "account":
      if (!key) return undefined;
      query.set("account_id", key);
      break;
    case "salesperson":
      if (key) query.set("salesperson_id", key);
      else query.set("salesperson_id.empty", "true");
      break;
    case "ship_country":
      if (!key) return undefined;
      query.set("ship_country", key);
      break;
    case "product":
    case "category":
      return undefined;
  }
  if (from) query.set("ordered_on.gte", from);
  if (to) query.set("ordered_on.lte", to);
  return `/crm/orders?${query.toString().replaceAll("%2C", ",")}`;
}

function later(a: string, b: string): string {
  return !a || b > a ? b : a;
}

function earlier(a: string, b: string): string {
  return !a || b < a ? b : a;
}
