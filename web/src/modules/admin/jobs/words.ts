import i18n from "i18next";
import type { Schema } from "@/api/schema";
import { formatDecimal } from "@/ui/number";

/** A handler in a few words; made of its own name where nobody wrote them. What it does is said by the server. */
export function handlerWord(handler: string): string {
  return i18n.t(`admin:jobs.handlers.${handler.replaceAll(".", "_")}`, { defaultValue: plain(handler) });
}

function plain(handler: string): string {
  const words = handler.split(".").slice(1).join(" ").replaceAll("_", " ") || handler;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** On whose behalf something runs: a person by name, a service by what it does. */
export function behalfWord(who: Schema<"JobsPerson">): string {
  return who.kind === "service" ? handlerWord(who.id) : who.name;
}

/** A span of seconds in words: "4 minutes". */
export function spanWord(seconds: number): string {
  if (seconds < 1) return i18n.t("admin:jobs.span.now");
  if (seconds < 60) return i18n.t("admin:jobs.span.seconds", { count: Math.round(seconds) });
  if (seconds < 3600) return i18n.t("admin:jobs.span.minutes", { count: Math.round(seconds / 60) });
  if (seconds < 86_400) return i18n.t("admin:jobs.span.hours", { count: Math.round(seconds / 3600) });
  return i18n.t("admin:jobs.span.days", { count: Math.round(seconds / 86_400) });
}

/** A short span for a table: "12 ms", "1.5 s", "4 min". */
export function briefSpan(seconds: number): string {
  if (seconds < 1) return i18n.t("admin:jobs.brief.ms", { n: formatDecimal(String(Math.round(seconds * 1000))) });
  if (seconds < 120) return i18n.t("admin:jobs.brief.s", { n: formatDecimal(seconds.toFixed(1), { max: 1 }) });
  return i18n.t("admin:jobs.brief.min", { n: formatDecimal(String(Math.round(seconds / 60))) });
}
