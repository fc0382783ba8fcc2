import type { TFunction } from "i18next";
import type { FieldSpec } from "@/ui/form/fields";
import { accountSource, contactsOf, ownerSource, salespersonSource } from "../sources";
import { activeStages } from "./pipelines";
import type { Pipeline } from "../wire";

interface DealFieldOptions {
  /** The account whose contacts are offered first. */
  account?: string;
  assign?: boolean;
  /** Whether the cost is among the fields: not for whoever may not write it. */
  cost?: boolean;
  /** Currency of the deal, in which its cost is. */
  currency?: string;
}

/** All fields of a deal that are typed. Its stage changes by moving it. */
export function dealFields(t: TFunction<"crm">, { account, assign = true, cost = true, currency }: DealFieldOptions = {}): FieldSpec[] {
  return [
    { name: "name", label: t("deal.name"), kind: "text", required: true, maxLength: 200, wide: true },
    { name: "account_id", label: t("deal.account"), kind: "picker", picker: accountSource, labelField: "account_name" },
    { name: "amount", label: t("deal.amount"), kind: "money" },
    ...(cost ? [{ name: "cost", label: t("deal.cost"), kind: "money" as const, unit: currency, help: t("deal.cost_help") }] : []),
    { name: "expected_close", label: t("deal.expected_close"), kind: "date" },
    { name: "next_step", label: t("deal.next_step"), kind: "text", maxLength: 500, placeholder: t("deal.next_step_example"), wide: true },
    { name: "contact_id", label: t("deal.contact"), kind: "picker", picker: contactsOf(account), labelField: "contact_name", more: true },
    { name: "product", label: t("deal.product"), kind: "text", maxLength: 200, more: true },
    { name: "salesperson_id", label: t("salesperson"), kind: "picker", picker: salespersonSource, labelField: "salesperson_name", more: true },
    ...(assign ? [{ name: "owner_id", label: t("owner"), kind: "picker" as const, picker: ownerSource, labelField: "owner_name", more: true }] : []),
    { name: "code", label: t("deal.code"), kind: "text", maxLength: 60, more: true },
  ];
}

/** The stages in which a new deal may begin. */
export function startField(t: TFunction<"crm">, pipeline: Pipeline): FieldSpec {
  const only = pipeline.create_only_in;
  const stages = activeStages(pipeline).filter((s) => s.category === "open" && (!only || s.id === only));
  return { name: "stage_id", label: t("deal.stage"), kind: "select", required: true, options: stages.map((s) => ({ value: s.id, label: s.name })) };
}

/** Words for the names of a deal's columns, for its history. */
export function dealLabels(t: TFunction<"crm">): Record<string, string> {
  return { ...Object.fromEntries(dealFields(t).map((f) => [f.name, f.label])), stage_id: t("deal.stage"), status: t("status"), probability: t("deal.probability"), currency: t("deal.currency") };
}
