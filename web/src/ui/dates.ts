import { locale } from "./number";
import { readingNow } from "./reading";

/*
 * Days are days and are never shifted by a zone; instants are shown in the zone that the reader chose,
 * which is the organisation's unless they say otherwise.
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
    ...clock(options.zone),
  }).format(date);
}

/** The time of an instant, "14:02". */
export function formatTime(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", ...clock() }).format(date);
}

/** The zone and the hours of the reader, for Intl. */
function clock(zone: string | undefined = readingNow().zone): Intl.DateTimeFormatOptions {
  const { hours } = readingNow();
  return { ...(zone ? { timeZone: zone } : {}), ...(hours ? { hourCycle: hours === "12" ? "h12" : "h23" } : {}) };
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
  const { year, month, day } = partsOf(now);
  return `${year}-${month}-${day}`;
}

const wall = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock show at an instant in the reader's zone. */
function partsOf(instant: Date): Record<"year" | "month" | "day" | "hour" | "minute" | "second", string> {
  const zone = readingNow().zone ?? "";
  let format = wall.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-u-ca-iso8601", {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
      ...(zone ? { timeZone: zone } : {}),
    });
    wall.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value])) as ReturnType<typeof partsOf>;
}

/** The first instant of a day in the reader's zone. */
export function startOfDay(value: string): Date {
  const midnight = new Date(`${value}T00:00:00Z`).getTime();
  // How far the zone is from UTC may itself change on that day, so what was found is looked at once more.
  const once = midnight - offset(midnight);
  return new Date(midnight - offset(once));
}

function offset(at: number): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(at));
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - Math.floor(at / 1000) * 1000;
}

/** The day on which weeks begin, 0 is Sunday: as the reader says, else as in their locale. */
export function weekStart(): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const own = readingNow().weekStart;
  if (own !== undefined) return own as ReturnType<typeof weekStart>;
  const known = new Intl.Locale(locale()) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  const first = known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1;
  return (first % 7) as ReturnType<typeof weekStart>;
}

/** The day that is `count` days after `value`. */
export function addDays(value: string, count: number): string {
  const date = new Date(`${value}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The day of an instant in the reader's zone, to group by. */
export function dayOf(value: string): string {
  return today(new Date(value));
}
