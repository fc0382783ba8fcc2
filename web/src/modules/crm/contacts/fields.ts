import type { TFunction } from "i18next";
import type { FieldSpec } from "@/ui/form/fields";
import { accountSource, ownerSource } from "../sources";

/** All fields of a contact that are typed. The account is chosen once, when the contact is made. */
export function contactFields(t: TFunction<"crm">, options: { assign?: boolean; create?: boolean } = {}): FieldSpec[] {
  const { assign = true, create } = options;
  return [
    { name: "first_name", label: t("contact.first_name"), kind: "text", maxLength: 100 },
    { name: "last_name", label: t("contact.last_name"), kind: "text", required: true, maxLength: 100, alike: (values) => [values.first_name, values.last_name].filter(Boolean).join(" ") },
    ...(create ? [{ name: "account_id", label: t("contact.works_for"), kind: "picker" as const, picker: accountSource, labelField: "account_name" }] : []),
    { name: "job_title", label: t("contact.job_title"), kind: "text", maxLength: 200 },
    { name: "email", label: t("contact.email"), kind: "email", maxLength: 254, alike: true },
    { name: "phone", label: t("contact.phone"), kind: "phone", maxLength: 60 },
    { name: "salutation", label: t("contact.salutation"), kind: "text", maxLength: 40, more: true },
    { name: "code", label: t("contact.code"), kind: "text", maxLength: 60, more: true },
    ...(assign ? [{ name: "owner_id", label: t("owner"), kind: "picker" as const, picker: ownerSource, labelField: "owner_name", more: true }] : []),
  ];
}

/** Words for the names of a contact's columns, for its history. */
export function contactLabels(t: TFunction<"crm">): Record<string, string> {
  return { ...Object.fromEntries(contactFields(t).map((f) => [f.name, f.label])), display_name: t("contact.name") };
}
