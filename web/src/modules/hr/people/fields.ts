import type { TFunction } from "i18next";
import type { FieldSpec, Option } from "@/ui/form/fields";
import { employeeSource, positionsOf, unitSource } from "../sources";

type T = TFunction<"hr">;

/** Kinds of employment. */
export function typeOptions(t: T): Option[] {
  return ["full_time", "part_time", "contract", "temporary", "intern"].map((value) => ({ value, label: t(`type.${value}`) }));
}

/** Where somebody stands on a day. */
export function statusOptions(t: T): Option[] {
  return ["upcoming", "active", "left"].map((value) => ({ value, label: t(`status.${value}`) }));
}

/** What somebody does, and where. `before` is the job that it changes. */
export function jobFields(t: T, before?: Record<string, unknown>): FieldSpec[] {
  return [
    { name: "unit_id", label: t("job.unit"), kind: "picker", picker: unitSource, labelField: "unit_name", required: true },
    {
      name: "position_id", label: t("job.position"), kind: "picker", picker: (values) => positionsOf(values["unit_id"]), labelField: "position_name",
      validate: (value, values) =>
        before && value && value === before["position_id"] && values["unit_id"] !== before["unit_id"] ? t("job.position_of_other", { unit: before["unit_name"] }) : undefined,
    },
    { name: "title", label: t("job.title"), kind: "text", maxLength: 200, help: t("job.title_help") },
    { name: "employment_type", label: t("job.type"), kind: "select", options: typeOptions(t) },
    { name: "site", label: t("job.site"), kind: "text", maxLength: 200 },
  ];
}

/** Who somebody is, apart from any day. */
export function identityFields(t: T): FieldSpec[] {
  return [
    { name: "legal_name", label: t("person.legal_name"), kind: "text", required: true, maxLength: 200, alike: true },
    { name: "preferred_name", label: t("person.preferred_name"), kind: "text", maxLength: 200, help: t("person.preferred_name_help") },
    { name: "number", label: t("person.number"), kind: "text", maxLength: 40 },
    { name: "email", label: t("person.email"), kind: "email", maxLength: 254 },
    { name: "phone", label: t("person.phone"), kind: "phone", maxLength: 60 },
  ];
}

/** What is nobody's business but that of those who hold its right. Never kept in the browser. */
export function personalFields(t: T): FieldSpec[] {
  return [
    { name: "birth_date", label: t("person.birth_date"), kind: "date", sensitive: true },
    { name: "personal_phone", label: t("person.personal_phone"), kind: "phone", maxLength: 60, sensitive: true },
    { name: "home_address", label: t("person.home_address"), kind: "textarea", maxLength: 1000, sensitive: true },
    { name: "notes", label: t("person.notes"), kind: "textarea", maxLength: 10_000, sensitive: true },
  ];
}

/** What somebody is paid, and for what. Never kept in the browser. */
export function payFields(t: T): FieldSpec[] {
  return [
    { name: "amount", label: t("pay.amount"), kind: "quantity", required: true, sensitive: true },
    { name: "currency", label: t("pay.currency"), kind: "text", required: true, maxLength: 3, placeholder: "EUR", sensitive: true },
    { name: "basis", label: t("pay.basis"), kind: "select", required: true, sensitive: true, options: ["hour", "month", "year"].map((value) => ({ value, label: t(`pay.of.${value}`) })) },
  ];
}

/** All that is asked when somebody is hired. */
export function hireFields(t: T, personal: boolean): FieldSpec[] {
  const [legal, preferred, number, email, phone] = identityFields(t) as [FieldSpec, FieldSpec, FieldSpec, FieldSpec, FieldSpec];
  const [unit, position, title, type, site] = jobFields(t) as [FieldSpec, FieldSpec, FieldSpec, FieldSpec, FieldSpec];
  return [
    legal,
    { name: "hired_on", label: t("hire.first_day"), kind: "date", required: true, help: t("hire.first_day_help") },
    unit,
    position,
    title,
    { name: "manager_id", label: t("line.manager"), kind: "picker", picker: employeeSource },
    email,
    type,
    { ...preferred, more: true },
    { ...phone, more: true },
    { ...site, more: true },
    { ...number, more: true, help: t("hire.number_help") },
    ...(personal ? personalFields(t).map((field) => ({ ...field, more: true })) : []),
  ];
}

/** Words for the columns behind a person, for the history. */
export function personLabels(t: T): Record<string, string> {
  const labels = [...identityFields(t), ...personalFields(t), ...jobFields(t), ...payFields(t)].map((f) => [f.name, f.label]);
  return { ...Object.fromEntries(labels), manager_id: t("line.manager"), hired_on: t("hire.first_day"), last_day: t("end.last_day"), valid_from: t("from"), valid_to: t("until"), login_id: t("login.label") };
}
