import i18n from "i18next";

/** What a handler does, as a sentence; its own name where nobody wrote one. */
export function handlerWord(handler: string): string {
  return i18n.t(`admin:jobs.handlers.${handler.replaceAll(".", "_")}`, { defaultValue: plain(handler) });
}

function plain(handler: string): string {
  const words = handler.split(".").slice(1).join(" ").replaceAll("_", " ") || handler;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A span of seconds in words: "4 min". */
export function spanWord(seconds: number): string {
  if (seconds < 1) return i18n.t("admin:jobs.span.now");
  if (seconds < 60) return i18n.t("admin:jobs.span.seconds", { count: Math.round(seconds) });
  if (seconds < 3600) return i18n.t("admin:jobs.span.minutes", { count: Math.round(seconds / 60) });
  if (seconds < 86_400) return i18n.t("admin:jobs.span.hours", { count: Math.round(seconds / 3600) });
  return i18n.t("admin:jobs.span.days", { count: Math.round(seconds / 86_400) });
}
