import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Versioned } from "@/api/client";
import type { FieldSpec, Option } from "../form/fields";
import type { ColumnKind, GridColumn } from "../grid/columns";
import { memberOf } from "../value";
import { namesOf, type ObjectDescription, type ObjectField, type ObjectKind } from "./description";
import { Shown } from "./Shown";

const columnKinds: Partial<Record<ObjectKind, ColumnKind>> = {
  integer: "number", number: "number", percent: "number", quantity: "quantity", money: "money", date: "date", instant: "instant",
  select: "choice", status: "status", boolean: "boolean", picker: "ref", code: "code",
};

/** The choices of a field in the reader's words. */
export function choicesOf<T>(field: ObjectField<T>, word: string, t: TFunction): Option[] | undefined {
  const words = field.choiceWords ?? `${word}.${field.name}_`;
  return field.choices?.map((value) => ({ value, label: t(`${words}${value}`) }));
}

/** The member that a picker's field reads: `unit` of `unit_id`. */
export function refOf(name: string): string {
  return name.replace(/_id$/, "");
}

/** A record as forms read it: a reference is its id, and its name stands beside it. */
export function flattened<T extends Versioned>(record: T, fields: ObjectField<T>[]): T & Record<string, unknown> {
  const out = { ...record } as T & Record<string, unknown>;
  const members = out as Record<string, unknown>;
  for (const field of fields) {
    if (field.kind !== "picker") continue;
    const ref = memberOf(record, refOf(field.name)) as { id?: string; name?: string; title?: string } | undefined;
    members[field.name] = ref?.id ?? "";
    members[`${refOf(field.name)}_name`] = ref?.name ?? ref?.title ?? "";
  }
  return out;
}

/** What an object is called, and its fields as columns, as lines of a form, and as labels of its history. */
export function useObject<T extends Versioned>(object: ObjectDescription<T>) {
  const { namespace, word } = namesOf(object.entity);
  const { t } = useTranslation(namespace);
  return useMemo(() => {
    const say = (name: string) => t(`${word}.${name}`);
    const labelOf = (field: ObjectField<T>) => t(field.label ?? `${word}.${field.name.replaceAll(".", "_")}`);
    const columns = object.fields.filter((f) => f.list !== "never").map((f): GridColumn<T> => ({
      key: f.name,
      label: labelOf(f),
      kind: columnKinds[f.kind],
      value: f.kind === "picker" ? (record) => (memberOf(record, refOf(f.name)) as { id?: string } | undefined)?.id : f.name.includes(".") ? (record) => memberOf(record, f.name) : undefined,
      cell: f.show ?? (f.kind === "status" ? (record) => <Shown object={object} field={f} record={record} /> : undefined),
      labelField: f.kind === "picker" ? `${refOf(f.name)}.name` : undefined,
      entity: f.entity,
      picker: f.picker,
      status: f.kind === "status" ? object.entity : undefined,
      options: choicesOf(f, word, t),
      unitField: f.unitField,
      width: f.width,
      hidden: f.list === "more",
      card: f.list === "card",
      sort: f.sort,
      filter: f.filter,
      optional: f.optional,
      exportAs: f.exportAs ?? (f.kind === "picker" ? `${refOf(f.name)}.name` : undefined),
    }));
    const specs = (making: boolean) =>
      object.fields
        .filter((f) => f.form !== "never" && f.form !== (making ? "edit" : "new") && f.kind !== "instant" && f.kind !== "number")
        .map((f): FieldSpec => ({
          name: f.name,
          label: labelOf(f),
          kind: f.kind === "status" ? "select" : f.kind === "code" ? "text" : (f.kind as FieldSpec["kind"]),
          required: f.required,
          help: f.help ? t(`${f.label ?? `${word}.${f.name}`}_help`) : undefined,
          maxLength: f.maxLength,
          placeholder: f.placeholder,
          options: choicesOf(f, word, t),
          picker: f.picker,
          labelField: f.kind === "picker" ? `${refOf(f.name)}_name` : undefined,
          wide: f.wide,
          more: making && f.form === "more",
        }));
    return { say, labelOf, columns, specs, labels: Object.fromEntries(object.fields.map((f) => [f.name.split(".").pop() ?? f.name, labelOf(f)])) };
  }, [object, t, word]);
}
