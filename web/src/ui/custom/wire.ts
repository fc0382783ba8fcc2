import i18n from "i18next";

export { languages } from "@/i18n/language";

/** What a field of an organisation's own can hold. */
export const customKinds = [
  "text", "long_text", "integer", "decimal", "percent", "money", "boolean", "date", "choice", "choices", "person", "link", "url", "email", "phone", "file", "formula",
] as const;
export type CustomKind = (typeof customKinds)[number];

/** A word in the languages that an organisation reads: {"en": "VAT class", "de": "Steuerklasse"}. */
export type Words = Record<string, string>;

/** One choice of a field. An archived one is shown where a record has it, and offered no more. */
export interface CustomOption {
  key: string;
  label: Words;
  colour?: string;
  archived?: boolean;
}

/** A field that an organisation gave one of its objects. */
export interface CustomField {
  id: string;
  entity: string;
  /** Its name in addresses, files and the API: "vat_class" is `custom.vat_class`. */
  key: string;
  kind: CustomKind;
  label: Words;
  help?: Words;
  options?: CustomOption[] | null;
  /** What a link points to. */
  entity_of?: string;
  currency?: string;
  decimals?: number;
  required: boolean;
  unique: boolean;
  default?: unknown;
  /** A class of fields of its object: who may not read the class sees neither field nor value. */
  class?: string;
  searchable: boolean;
  formula?: string;
  position: number;
  archived_at?: string | null;
  version: number;
}

/** A word in the reader's language, or in the one that there is. */
export function wordIn(words: Words | undefined | null, language = i18n.language): string {
  if (!words) return "";
  return words[language] || words["en"] || Object.values(words).find(Boolean) || "";
}

/** What a field is called. */
export function labelOf(field: Pick<CustomField, "key" | "label">, language?: string): string {
  return wordIn(field.label, language) || field.key;
}

/** Name of a field in columns, conditions and forms. */
export function nameOf(field: Pick<CustomField, "key">): string {
  return `custom.${field.key}`;
}

/** It holds the id of something that has a name of its own. */
export function isReference(kind: CustomKind): boolean {
  return kind === "person" || kind === "link" || kind === "file";
}

/** What an option is called. */
export function optionLabel(field: Pick<CustomField, "options">, key: string): string {
  const option = field.options?.find((o) => o.key === key);
  return (option && wordIn(option.label)) || key;
}
