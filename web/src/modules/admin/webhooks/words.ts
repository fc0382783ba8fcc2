import i18n from "i18next";
import { statusPhrases } from "./statuses";

/** What an event says, in words; its own name where nobody wrote any. */
export function eventWord(type: string): string {
  return i18n.t(`webhooks:events.${type.replaceAll(".", "_")}`, { defaultValue: type });
}

/** "204 No content", or that there was no answer. */
export function statusWord(status?: number | null): string {
  if (!status) return i18n.t("webhooks:delivery.no_answer");
  const phrase = statusPhrases[status];
  return phrase ? `${status} ${phrase}` : String(status);
}

/** JSON with its lines broken; anything else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The host of an address, which is what people know it by. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
