import type { TFunction } from "i18next";
import type { FieldSpec, Option } from "../form/fields";
import type { EntityDescription } from "../module";
import { isDecimal } from "../number";
import type { PickerSource } from "../Picker";
import { labelOf, nameOf, wordIn, type CustomField, type CustomKind } from "./wire";

/** What a control of a field needs of its surroundings. */
export interface SpecContext {
  entities: Record<string, EntityDescription>;
  can: (permission: string | undefined) => boolean;
  /** Heading of the fields in a form. */
  section?: string;
  t: TFunction<"ui">;
}

const kinds: Record<CustomKind, FieldSpec["kind"]> = {
  text: "text", long_text: "textarea", integer: "integer", decimal: "quantity", percent: "percent", money: "money", boolean: "yesno", date: "date",
  choice: "select", choices: "multi", person: "picker", link: "picker", url: "url", email: "email", phone: "phone", file: "picker", formula: "quantity",
};

/** Fields that a form lists before the rest goes behind "More fields", besides those that must be filled. */
const mostShown = 8;

/** The choices of a field in the reader's words, the archived ones among them. */
export function optionsOf(field: Pick<CustomField, "options">): Option[] | undefined {
  return field.options?.map((o) => ({ value: o.key, label: wordIn(o.label) || o.key, colour: o.colour || undefined, archived: o.archived }));
}

/** Where the choices of a link come from. */
export function linkSource(entity: string | undefined, entities: SpecContext["entities"]): PickerSource | undefined {
  const endpoint = entities[entity ?? ""]?.endpoint;
  return endpoint ? { endpoint } : undefined;
}

/** A field as a line of a form, a cell that is edited, or a line of a bulk change; undefined for what nobody types. */
export function specOf(field: CustomField, { entities, can, section, t }: SpecContext): FieldSpec | undefined {
  if (field.kind === "formula" || field.kind === "file") return undefined;
  const label = labelOf(field);
  const decimals = field.decimals ?? 6;
  const pick = field.kind === "person" ? people : field.kind === "link" ? linkSource(field.entity_of, entities) : undefined;
  const readable = field.kind === "person" ? can("identity.user.read") : field.kind === "link" ? can(entities[field.entity_of ?? ""]?.permission) && pick !== undefined : true;
  return {
    name: nameOf(field),
    label,
    kind: kinds[field.kind],
    required: field.required,
    help: wordIn(field.help) || undefined,
    options: optionsOf(field),
    picker: pick,
    labelField: pick ? `${nameOf(field)}.name` : undefined,
    unit: field.kind === "money" ? field.currency || undefined : undefined,
    maxLength: field.kind === "text" ? 500 : field.kind === "long_text" ? 5000 : undefined,
    placeholder: field.kind === "url" ? "https://" : undefined,
    sensitive: Boolean(field.class),
    wide: field.kind === "long_text",
    disabled: !readable,
    section,
    quiet: true,
    validate: field.kind === "decimal" || field.kind === "percent" ? (value) => (tooExact(value, decimals) ? t("custom.decimals", { count: decimals }) : undefined) : undefined,
  };
}

/** All fields as lines of a form; the many are behind "More fields" where something new is made. */
export function specsOf(fields: CustomField[], context: SpecContext, making = false): FieldSpec[] {
  return fields.flatMap((field, index) => {
    const spec = specOf(field, context);
    return spec ? [{ ...spec, more: making && index >= mostShown && !field.required }] : [];
  });
}

const people: PickerSource = { endpoint: "/identity/users", query: { state: "active" } };

function tooExact(value: unknown, decimals: number): boolean {
  return typeof value === "string" && isDecimal(value) && (value.split(".")[1] ?? "").length > decimals;
}
