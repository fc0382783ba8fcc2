import i18n from "i18next";
import type { Schema } from "@/api/schema";
import { formatCount } from "@/ui/number";
import { handlerWord } from "../jobs/words";

export type ChangeSet = Schema<"HistoryChangeSet">;

/** Doors through which changes come. */
export const channels = ["ui", "api", "import", "job", "system"] as const;

/** Kinds of facts that the log is filtered by. */
export const factKinds = [
  "identity.signed_in", "identity.sign_in_refused", "identity.signed_out", "identity.session_ended", "identity.proved", "identity.proof_refused", "identity.password_changed", "identity.password_reset", "identity.organisation_changed", "access.refused", "list.exported", "record.read", "access.emergency_began", "access.emergency_used", "access.policy_published", "history.verified", "history.cut", "history.seal_broken",
];

/** A kind of fact in words. */
export function factWord(kind: string): string {
  return i18n.t(`admin:audit.facts.${kind.replace(".", "_")}`, { defaultValue: plain(kind) });
}

/** Tables that change sets are filtered by, by module. */
export const tables = [
  "crm.account", "crm.address", "crm.affiliation", "crm.contact", "crm.contact_point", "crm.deal", "crm.lost_reason", "crm.order", "crm.order_line", "crm.pipeline", "crm.setting", "crm.stage",
  "inventory.category", "inventory.delivery", "inventory.delivery_line", "inventory.location", "inventory.movement", "inventory.packaging", "inventory.product", "inventory.receipt", "inventory.receipt_line",
  "inventory.reservation", "inventory.stock_balance", "inventory.supplier", "inventory.unit", "inventory.warehouse",
  "hr.employee", "hr.employment", "hr.job_fact", "hr.pay_fact", "hr.position", "hr.reporting_line", "hr.unit",
  "access.assignment", "access.token_rule", "identity.invitation", "identity.membership", "identity.organisation", "identity.token", "platform.import", "jobs.schedule",
];

/** A table in words. */
export function tableWord(table: string): string {
  return i18n.t(`admin:audit.tables.${table.replace(".", "_")}`, { defaultValue: plain(table) });
}

function plain(table: string): string {
  const words = (table.split(".")[1] ?? table).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a change set did, in one line: "Orders: 1 updated · Order lines: 3 created". */
export function touchedWord(set: ChangeSet): string {
  return (set.tables ?? [])
    .map((touched) => {
      const parts = (["created", "updated", "deleted"] as const)
        .filter((op) => touched[op])
        .map((op) => i18n.t(`admin:audit.did.${op}`, { count: touched[op] ?? 0, shown: formatCount(touched[op] ?? 0) }));
      return i18n.t("admin:audit.touched", { table: tableWord(touched.table), what: parts.join(", ") });
    })
    .join(" · ");
}

/** Who did it: a person by name, a service by what it does. */
export function actorWord(actor: ChangeSet["actor"]): string {
  return actor.kind === "service" ? handlerWord(actor.id) : actor.name || actor.id;
}
