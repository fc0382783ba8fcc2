import {
  IconAlignLeft,
  IconAt,
  IconCalendar,
  IconCircleDot,
  IconCoins,
  IconDecimal,
  IconHash,
  IconLetterCase,
  IconLink,
  IconListCheck,
  IconMathFunction,
  IconPaperclip,
  IconPercentage,
  IconPhone,
  IconShare3,
  IconToggleLeft,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import type { CustomKind } from "@/ui/custom/wire";

/** The sign of every kind. */
export const kindIcons: Record<CustomKind, Icon> = {
  text: IconLetterCase,
  long_text: IconAlignLeft,
  integer: IconHash,
  decimal: IconDecimal,
  percent: IconPercentage,
  money: IconCoins,
  boolean: IconToggleLeft,
  date: IconCalendar,
  choice: IconCircleDot,
  choices: IconListCheck,
  person: IconUser,
  link: IconShare3,
  url: IconLink,
  email: IconAt,
  phone: IconPhone,
  file: IconPaperclip,
  formula: IconMathFunction,
};

/** The kinds as they are offered, those that belong together side by side. */
export const kindGroups: { name: "words" | "numbers" | "choosing" | "reaching" | "pointing"; kinds: CustomKind[] }[] = [
  { name: "words", kinds: ["text", "long_text"] },
  { name: "numbers", kinds: ["integer", "decimal", "percent", "money"] },
  { name: "choosing", kinds: ["choice", "choices", "boolean", "date"] },
  { name: "reaching", kinds: ["email", "phone", "url"] },
  { name: "pointing", kinds: ["person", "link", "file"] },
];

const texts = new Set<unknown>(["text", "long_text", "url", "email", "phone"]);

/** Its values are words that people search for. */
export const isWords = (kind: unknown): boolean => texts.has(kind);

/** It is chosen from a list. */
export const isChosen = (kind: unknown): boolean => kind === "choice" || kind === "choices";

/** No two records need have the same: what is typed and short. */
export const canBeUnique = (kind: unknown): boolean => (isWords(kind) && kind !== "long_text") || kind === "integer" || kind === "date";

/** A new record can begin with a value. */
export const hasDefault = (kind: unknown): boolean => kind !== "file" && kind !== "formula";
