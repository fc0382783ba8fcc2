import type { TFunction } from "i18next";
import type { FieldSpec, Option } from "@/ui/form/fields";
import { accountSource, ownerSource } from "../sources";

const lifecycles = ["prospect", "customer", "partner", "former", "other"];

/** Where an account stands with us. */
export function lifecycleOptions(t: TFunction<"crm">): Option[] {
  return lifecycles.map((value) => ({ value, label: t(`lifecycle.${value}`) }));
}

/** All fields of an account that are typed. */
export function accountFields(t: TFunction<"crm">, assign = true): FieldSpec[] {
  return [
    { name: "name", label: t("account.name"), kind: "text", required: true, maxLength: 200, wide: true, alike: true },
    { name: "lifecycle", label: t("account.lifecycle"), kind: "select", options: lifecycleOptions(t), required: true },
    { name: "email", label: t("account.email"), kind: "email", maxLength: 254, alike: true },
    { name: "phone", label: t("account.phone"), kind: "phone", maxLength: 60 },
    { name: "website", label: t("account.website"), kind: "url", maxLength: 300, placeholder: "https://" },
    { name: "industry", label: t("account.industry"), kind: "text", maxLength: 100 },
    { name: "code", label: t("account.code"), kind: "text", maxLength: 60, help: t("account.code_help"), more: true },
    { name: "legal_name", label: t("account.legal_name"), kind: "text", maxLength: 200, more: true },
    { name: "domain", label: t("account.domain"), kind: "text", maxLength: 200, more: true },
    { name: "employees", label: t("account.employees"), kind: "integer", more: true },
    { name: "currency", label: t("account.currency"), kind: "text", maxLength: 3, placeholder: "EUR", more: true },
    { name: "parent_id", label: t("account.parent"), kind: "picker", picker: accountSource, labelField: "parent_name", more: true },
    ...(assign ? [{ name: "owner_id", label: t("owner"), kind: "picker" as const, picker: ownerSource, labelField: "owner_name", more: true }] : []),
    { name: "description", label: t("account.description"), kind: "textarea", maxLength: 5000, more: true },
  ];
}

/** Words for the names of an account's columns, for its history. */
export function accountLabels(t: TFunction<"crm">): Record<string, string> {
  return Object.fromEntries(accountFields(t).map((f) => [f.name, f.label]));
}
