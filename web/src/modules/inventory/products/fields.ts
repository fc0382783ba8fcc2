import type { TFunction } from "i18next";
import { isDecimal } from "@/ui/number";
import type { FieldSpec, Option } from "@/ui/form/fields";
import { categorySource, supplierSource } from "../sources";
import type { Unit } from "../wire";

type T = TFunction<"inventory">;

/** Where a product stands in its life; `archived` is reached by its own action. */
export function statusOptions(t: T, all = true): Option[] {
  const states = all ? ["draft", "active", "discontinued", "archived"] : ["draft", "active", "discontinued"];
  return states.map((value) => ({ value, label: t(`product.state.${value}`) }));
}

/** Goods or service. */
export function kindOptions(t: T): Option[] {
  return ["stocked", "service"].map((value) => ({ value, label: t(`product.kind_of.${value}`) }));
}

interface FieldOptions {
  units: Unit[];
  /** Cost stands in the form only for who may change it. */
  cost: boolean;
  editing: boolean;
}

/** All fields of a product that are typed. */
export function productFields(t: T, { units, cost, editing }: FieldOptions): FieldSpec[] {
  const notNegative = (value: unknown) =>
    typeof value === "string" && isDecimal(value) && value.startsWith("-") ? t("not_negative") : undefined;
  return [
    { name: "name", label: t("product.name"), kind: "text", required: true, maxLength: 300, wide: true, alike: true },
    { name: "sku", label: t("product.sku"), kind: "text", required: true, maxLength: 100, help: t("product.sku_help"), alike: true },
    { name: "unit", label: t("product.unit"), kind: "select", options: units.map((u) => ({ value: u.code, label: `${u.name} (${u.code})` })), required: !editing },
    { name: "category_id", label: t("product.category"), kind: "picker", picker: categorySource, labelField: "category_name" },
    { name: "list_price", label: t("product.list_price"), kind: "money", validate: notNegative },
    { name: "supplier_id", label: t("product.supplier"), kind: "picker", picker: supplierSource, labelField: "supplier_name", more: !editing },
    ...(cost ? [{ name: "cost", label: t("product.cost"), kind: "money" as const, help: t("product.cost_help"), validate: notNegative, more: !editing }] : []),
    { name: "reorder_point", label: t("product.reorder_point"), kind: "quantity", help: t("product.reorder_point_help"), validate: notNegative, more: !editing },
    { name: "reorder_quantity", label: t("product.reorder_quantity"), kind: "quantity", help: t("product.reorder_quantity_help"), validate: notNegative, more: !editing },
    { name: "barcode", label: t("product.barcode"), kind: "text", maxLength: 100, help: t("product.barcode_help"), more: !editing },
    { name: "kind", label: t("product.kind"), kind: "select", options: kindOptions(t), required: true, more: true },
    { name: "status", label: t("product.status"), kind: "select", options: statusOptions(t, false), required: true, more: !editing },
    { name: "quantity_per_unit", label: t("product.quantity_per_unit"), kind: "text", maxLength: 200, help: t("product.quantity_per_unit_help"), more: true },
    { name: "scale", label: t("product.scale"), kind: "integer", help: t("product.scale_help"), more: true },
    { name: "description", label: t("product.description"), kind: "textarea", maxLength: 10_000, more: !editing },
  ];
}

/** Words for the columns of a product, for its history. */
export function productLabels(t: T): Record<string, string> {
  const labels = Object.fromEntries(productFields(t, { units: [], cost: true, editing: true }).map((f) => [f.name, f.label]));
  return { ...labels, unit_id: t("product.unit"), cost_currency: t("product.cost_currency"), list_price_currency: t("product.list_price_currency") };
}
