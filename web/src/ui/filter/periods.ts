/** The words of time that the server knows. */
export const periods = [
  "today", "yesterday", "tomorrow",
  "this_week", "last_week", "next_week",
  "this_month", "last_month", "next_month",
  "this_quarter", "last_quarter", "next_quarter",
  "this_year", "last_year", "next_year",
  "last_7_days", "last_30_days", "last_90_days", "next_7_days", "next_30_days", "next_90_days",
  "past", "future",
] as const;

/** A word of time as people say it: "last 30 days". */
export function periodName(word: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  const days = /^(last|next)_(\d+)_days$/.exec(word);
  return days ? t(`views:during.${days[1]}_days`, { count: Number(days[2]) }) : t(`views:during.${word}`);
}
