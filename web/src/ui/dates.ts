import { locale } from "./number";

/*
 * Days are days and are never shifted by a zone; instants are shown in the reader's zone.
 */

const day = /^\d{4}-\d{2}-\d{2}$/;

/** True for "2026-11-22". */
export function isDay(text: string): boolean {
  return day.test(text);
}

/** A day in words of the reader: "22 Nov 2026", with weekday "Sun 22 Nov". */
export function formatDay(value: string, style: "medium" | "weekday" | "long" = "medium"): string {
  if (!isDay(value)) return value;
  const date = new Date(`${value}T00:00:00Z`);
  const options: Intl.DateTimeFormatOptions =
    style === "weekday"
      ? { weekday: "short", day: "numeric", month: "short" }
      : style === "long"
        ? { weekday: "long", day: "numeric", month: "long", year: "numeric" }
        : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(date);
}

/** An instant as day and time in the reader's zone, or in the one that is given. */
export function formatInstant(value: string, options: { seconds?: boolean; zone?: string } = {}): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(options.seconds ? { second: "2-digit" } : {}),
    ...(options.zone ? { timeZone: options.zone } : {}),
  }).format(date);
}

/** The time of an instant, "14:02". */
export function formatTime(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(date);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 hr. ago", "in 2 days", "now". */
export function formatRelative(value: string, now: Date = new Date()): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  // "last yr." is no word that one says.
  const long = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const formatter = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style: "short" });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return (size > 86_400 ? long : formatter).format(Math.trunc(seconds / size), unit);
  }
  return formatter.format(0, "second");
}

/** The reader's today as a day. */
export function today(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, "0");
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, "0")}`;
}

/** The day that is `count` days after `value`. */
export function addDays(value: string, count: number): string {
  const date = new Date(`${value}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The local day of an instant, to group by. */
export function dayOf(value: string): string {
  return today(new Date(value));
}
