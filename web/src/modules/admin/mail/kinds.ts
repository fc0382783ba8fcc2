import i18n from "i18next";
import type { Schema } from "@/api/schema";

export type Mail = Schema<"MailMail">;

/** Mails that are no notification; those are called as in the preferences. */
const own = ["identity.invited", "identity.reset_asked", "identity.password_changed", "notify.digest"] as const;

/** What mails are about, with a word for each. */
export function mailKinds(notices: Schema<"NotifyKindView">[]): { value: string; label: string }[] {
  return [...own.map((value) => ({ value, label: i18n.t(`mail:kinds.${value.replace(".", "_")}`) })), ...notices.map((kind) => ({ value: kind.name, label: kind.label }))];
}

export const mailStates = ["queued", "sent", "failed", "kept"] as const;

export const mailTones = { queued: "info", sent: "success", failed: "danger", kept: "neutral" } as const;
