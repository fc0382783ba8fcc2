import type { TFunction } from "i18next";
import type { FieldSpec, Option } from "@/ui/form/fields";
import { accountSource, contactsOf, ownerSource, salespersonSource } from "../sources";

/** States of orders, in the order of their life. */
export const orderStates = ["draft", "confirmed", "partially_fulfilled", "on_hold", "fulfilled", "cancelled"] as const;

/** The states as choices of a filter. */
export function stateOptions(t: TFunction<"crm">): Option[] {
  return orderStates.map((value) => ({ value, label: t(`order.states.${value}`) }));
}

/** What a new order begins with; its lines follow on its page. */
export function newOrderFields(t: TFunction<"crm">, account: unknown): FieldSpec[] {
  return [
    { name: "account_id", label: t("order.account"), kind: "picker", picker: accountSource, required: true, wide: true },
    { name: "required_on", label: t("order.required_on"), kind: "date" },
    { name: "reference", label: t("order.reference"), kind: "text", maxLength: 100, help: t("order.reference_help") },
    { name: "contact_id", label: t("order.contact"), kind: "picker", picker: contactsOf(account), more: true },
    { name: "salesperson_id", label: t("salesperson"), kind: "picker", picker: salespersonSource, more: true },
    { name: "ordered_on", label: t("order.ordered_on"), kind: "date", more: true },
    { name: "currency", label: t("order.currency"), kind: "text", maxLength: 3, placeholder: "EUR", help: t("order.currency_help"), more: true },
  ];
}

/** The head of an order. */
export function orderFields(t: TFunction<"crm">, order: { account?: { id: string }; currency: string }): FieldSpec[] {
  return [
    { name: "account_id", label: t("order.account"), kind: "picker", picker: accountSource, labelField: "account_name", required: true },
    { name: "contact_id", label: t("order.contact"), kind: "picker", picker: contactsOf(order.account?.id), labelField: "contact_name" },
    { name: "reference", label: t("order.reference"), kind: "text", maxLength: 100 },
    { name: "ordered_on", label: t("order.ordered_on"), kind: "date", required: true },
    { name: "required_on", label: t("order.required_on"), kind: "date" },
    { name: "salesperson_id", label: t("salesperson"), kind: "picker", picker: salespersonSource, labelField: "salesperson_name" },
    { name: "discount_percent", label: t("order.discount"), kind: "percent" },
    { name: "freight", label: t("order.freight"), kind: "quantity", unit: order.currency },
    { name: "owner_id", label: t("owner"), kind: "picker", picker: ownerSource, labelField: "owner_name" },
  ];
}

/** Where the goods go. */
export function shipToFields(t: TFunction<"crm">): FieldSpec[] {
  return [
    { name: "name", label: t("order.ship_name"), kind: "text", maxLength: 200, wide: true },
    { name: "lines", label: t("address.lines"), kind: "textarea", maxLength: 500 },
    { name: "postcode", label: t("address.postcode"), kind: "text", maxLength: 20 },
    { name: "city", label: t("address.city"), kind: "text", maxLength: 100 },
    { name: "region", label: t("address.region"), kind: "text", maxLength: 100 },
    { name: "country", label: t("address.country"), kind: "text", maxLength: 100 },
  ];
}

/** Words for the names of an order's columns, for its history. */
export function orderLabels(t: TFunction<"crm">): Record<string, string> {
  return {
    ...Object.fromEntries(orderFields(t, { currency: "" }).map((f) => [f.name, f.label])),
    status: t("status"), number: t("order.number"), goods: t("order.goods"), untaxed: t("order.untaxed"), total: t("order.total"), discount: t("order.discount_amount"),
    hold_reason: t("order.hold_reason"), cancel_reason: t("order.cancel_reason"), ship_name: t("order.ship_name"), ship_lines: t("address.lines"),
    ship_city: t("address.city"), ship_postcode: t("address.postcode"), ship_country: t("address.country"), ship_region: t("address.region"),
    shipped_on: t("order.shipped_on"), confirmed_at: t("order.confirmed_at"),
  };
}
