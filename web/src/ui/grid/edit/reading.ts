import { api } from "@/api/client";
import { checkField, type FieldSpec, type Values } from "../../form/fields";
import { readDay } from "../../DateField";
import { parseNumber } from "../../number";
import { optionOf } from "../../Picker";
import { showValue } from "../../value";

/** What a pasted text means for a field, or why it means nothing. */
export interface Read {
  value: unknown;
  label?: string;
  fault?: string;
}

/** Words that say what is wrong with a text. */
export interface ReadingWords {
  choice: (text: string) => string;
  nobody: (text: string) => string;
  several: (text: string) => string;
  number: string;
  day: string;
  required: string;
  integer: string;
  email: string;
}

/** Reads a text as the field's own editor would; names of records are looked up by `find`. */
export function readText(field: FieldSpec, text: string, words: ReadingWords, find: (text: string) => Read): Read {
  const typed = text.trim();
  const checked = (value: unknown, label?: string): Read => {
    const fault = checkField(field, { [field.name]: value }, words);
    return fault ? { value, label, fault } : { value, label };
  };
  if (typed === "") return checked(field.kind === "boolean" ? false : "");
  switch (field.kind) {
    case "integer":
    case "quantity":
    case "percent":
    case "money": {
      // An amount may come with its currency or a percent sign.
      const parsed = parseNumber(typed.replace(/^[^\d−–+.,-]+|[^\d.,]+$/g, ""));
      return parsed ? checked(parsed.value) : { value: typed, fault: words.number };
    }
    case "date": {
      const day = readDay(typed);
      return day ? checked(day) : { value: typed, fault: words.day };
    }
    case "yesno":
    case "boolean": {
      const word = typed.toLowerCase();
      if ([showValue(true).toLowerCase(), "yes", "true", "1", "x", "ja"].includes(word)) return { value: true };
      if ([showValue(false).toLowerCase(), "no", "false", "0", "nein"].includes(word)) return { value: false };
      return { value: typed, fault: words.choice(typed) };
    }
    case "select": {
      const match = field.options?.find((o) => o.value === typed || o.label.toLowerCase() === typed.toLowerCase());
      return match ? { value: match.value, label: match.label } : { value: typed, fault: words.choice(typed) };
    }
    case "picker":
      return find(typed);
    case "multi": {
      const found = typed.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean).map((part) => ({ part, option: field.options?.find((o) => o.value === part || o.label.toLowerCase() === part.toLowerCase()) }));
      const unknown = found.find(({ option }) => !option);
      return unknown ? { value: typed, fault: words.choice(unknown.part) } : checked(found.map(({ option }) => option?.value), found.map(({ option }) => option?.label).join(", "));
    }
    case "password":
      return { value: typed, fault: words.choice(typed) };
    default: {
      const value = text.replace(/\s+$/, "");
      if (field.maxLength && value.length > field.maxLength) return { value, fault: words.choice(`${value.slice(0, 20)}…`) };
      return checked(value);
    }
  }
}

/** Finds records by the names that were pasted, each name once. */
export async function findNamed(field: FieldSpec, names: string[], values: Values, words: ReadingWords): Promise<Map<string, Read>> {
  const out = new Map<string, Read>();
  const source = typeof field.picker === "function" ? field.picker(values) : field.picker;
  for (const name of new Set(names.map((n) => n.trim()).filter(Boolean))) {
    if (!source) {
      out.set(name, { value: name, fault: words.nobody(name) });
      continue;
    }
    const page = await api.list<Record<string, unknown>>(source.endpoint, { limit: 20, ...source.query, q: name });
    const options = page.items.map((item) => optionOf(item, source.toOption));
    const exact = options.filter((o) => o.label.toLowerCase() === name.toLowerCase());
    if (exact.length === 1 && exact[0]) out.set(name, { value: exact[0].id, label: exact[0].label });
    else out.set(name, { value: name, fault: exact.length > 1 ? words.several(name) : words.nobody(name) });
  }
  return out;
}
