import { compare, isPositive, subtract, sum } from "@/ui/decimal";
import { isDecimal } from "@/ui/number";

/** What is typed for one line of a receipt or a delivery, and what it may be. */
export interface Entry {
  id: string;
  /** What is still to come or to go. */
  open: string;
  /** The most that is possible now: of a delivery what is reserved. Without it, more than open is asked about. */
  most?: string;
  now: string;
}

export type Verdict = "nothing" | "part" | "whole" | "over" | "too_much" | "invalid";

/** What a typed quantity means for its line. */
export function verdict({ open, most, now }: Omit<Entry, "id">): Verdict {
  const text = now.trim();
  if (text === "") return "nothing";
  if (!isDecimal(text) || text.startsWith("-")) return "invalid";
  if (!isPositive(text)) return "nothing";
  if (most !== undefined && compare(text, most) > 0) return "too_much";
  const against = compare(text, open);
  return against > 0 ? "over" : against === 0 ? "whole" : "part";
}

/** The lines that go out to the server: those with a quantity. */
export function chosen(entries: Entry[]): Entry[] {
  return entries.filter((entry) => !["nothing", "invalid"].includes(verdict(entry)));
}

/** What one act will do, before it is done. */
export interface Outcome {
  lines: number;
  units: string;
  /** What stays open over all lines. */
  rest: string;
  /** Lines with something left. */
  restLines: number;
  over: Entry[];
  wrong: Entry[];
}

/** Sums up the entries of a document. */
export function outcome(entries: Entry[]): Outcome {
  const going = chosen(entries);
  const rests = entries.map((entry) => {
    const kind = verdict(entry);
    if (kind === "nothing" || kind === "invalid") return entry.open;
    const rest = subtract(entry.open, entry.now.trim());
    return isPositive(rest) ? rest : "0";
  });
  return {
    lines: going.length,
    units: sum(going.map((entry) => entry.now.trim())),
    rest: sum(rests),
    restLines: rests.filter(isPositive).length,
    over: entries.filter((entry) => verdict(entry) === "over"),
    wrong: entries.filter((entry) => ["invalid", "too_much"].includes(verdict(entry))),
  };
}

/** One more or one less, never below zero; a text that is no number begins at zero. */
export function stepped(now: string, by: 1 | -1): string {
  const from = isDecimal(now.trim()) ? now.trim() : "0";
  const next = subtract(from, by === 1 ? "-1" : "1");
  return isPositive(next) ? next : "0";
}
