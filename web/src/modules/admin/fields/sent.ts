import { toValues, type FieldSpec, type Values } from "@/ui/form/fields";
import { languages, type CustomField, type Words } from "@/ui/custom/wire";
import { sentOptions, type Options } from "./options";

/** A field as its form reads it: the default of its kind stands under the name of the kind. */
export function asTyped(field: CustomField): Omit<CustomField, "default"> & { default: Values } {
  return { ...field, options: field.options ?? [], decimals: field.decimals ?? 2, default: { [field.kind]: field.default } };
}

/** What a form sends of a field, as the API reads it. Texts by language go whole, for each stands for all of them. */
export function sentField(body: Record<string, unknown>, values: Values, making: boolean): Record<string, unknown> {
  const kind = String(values["kind"] ?? "");
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    switch (name) {
      case "label":
      case "help":
        out[name] = wordsOf(values, name);
        break;
      case "options":
        out[name] = sentOptions((value ?? []) as Options);
        break;
      case "default": {
        const first = (value as Record<string, unknown>)[kind];
        // Nothing is said as an empty text: a member that is null is one that is not there.
        out[name] = kind === "money" && first ? { ...first, currency: values["currency"] || (first as { currency: string }).currency } : (first ?? "");
        break;
      }
      case "kind":
        if (making) out[name] = value;
        break;
      case "entity_of":
        if (making) out[name] = value;
        break;
      case "preview":
        break;
      default:
        out[name] = value ?? (name === "decimals" ? 0 : "");
    }
  }
  if (!making) return out;
  return Object.fromEntries(Object.entries(out).filter(([, value]) => value !== "" && value !== false && !isNothing(value)));
}

/** The values that the form of a new field begins with. */
export function firstValues(fields: FieldSpec[], currency: string): Values {
  return { ...toValues({}, fields), searchable: true, currency, decimals: "2" };
}

function wordsOf(values: Values, name: string): Words {
  return Object.fromEntries(languages.flatMap((language) => {
    const word = String(values[`${name}.${language}`] ?? "").trim();
    return word ? [[language, word]] : [];
  }));
}

function isNothing(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
