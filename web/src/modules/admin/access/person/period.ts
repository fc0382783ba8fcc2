import { addDays, dayOf, formatDay, formatInstant, startOfDay } from "@/ui/dates";

/** The first instant of a day where the reader is; undefined for no day. */
export function startOf(day: string | undefined | null): string | undefined {
  return day ? startOfDay(day).toISOString() : undefined;
}

/** The instant at which a day is over: who has a role until Friday has it on Friday. */
export function endOf(day: string | undefined | null): string | undefined {
  return day ? startOf(addDays(day, 1)) : undefined;
}

/** An end as people say it: the last day, or the instant if it is no midnight. */
export function untilWord(instant: string): string {
  const day = dayOf(instant);
  return startOf(day) === new Date(instant).toISOString() ? formatDay(addDays(day, -1)) : formatInstant(instant);
}

/** A beginning as people say it: the day, or the instant if it is no midnight. */
export function fromWord(instant: string): string {
  const day = dayOf(instant);
  return startOf(day) === new Date(instant).toISOString() ? formatDay(day) : formatInstant(instant);
}

interface Period {
  valid_from?: string;
  valid_to?: string;
}

/** Whether something holds at a moment. */
export function stateOf({ valid_from: from, valid_to: to }: Period, now: Date = new Date()): "later" | "now" | "ended" {
  if (to && new Date(to) <= now) return "ended";
  if (from && new Date(from) > now) return "later";
  return "now";
}

/** Those that end within some days, the nearest first. */
export function endingWithin<T extends Period>(all: T[], days: number, now: Date = new Date()): T[] {
  const limit = now.getTime() + days * 86_400_000;
  return all
    .filter((one) => one.valid_to && stateOf(one, now) !== "ended" && new Date(one.valid_to).getTime() <= limit)
    .sort((a, b) => (a.valid_to ?? "").localeCompare(b.valid_to ?? ""));
}
