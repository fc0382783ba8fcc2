import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { showValue } from "../value";
import { wordsOf } from "../words";
import { useCustomFields } from "./useCustomFields";
import { usePeople } from "./usePeople";
import { isReference, labelOf, nameOf, optionLabel } from "./wire";

/** How the fields of a record and their values are called where its changes are told. */
export interface FieldWords {
  label: (name: string) => string;
  value: (name: string, value: unknown) => string;
}

/** The words of an object's fields: those that its screen hands over, and those of the organisation's own fields. */
export function useFieldWords(entity: string | undefined, labels: Record<string, string> = {}): FieldWords {
  const { i18n } = useTranslation("ui");
  const { fields } = useCustomFields(entity);
  const people = usePeople(fields.some((field) => field.kind === "person"));
  const { language } = i18n;
  return useMemo(() => {
    const own = new Map(fields.map((field) => [nameOf(field), field]));
    return {
      label: (name) => {
        const field = own.get(name);
        return field ? labelOf(field, language) : (labels[name] ?? wordsOf(name));
      },
      value: (name, value) => {
        const field = own.get(name);
        if (field?.kind === "choice" && typeof value === "string" && value) return optionLabel(field, value);
        if (field?.kind === "choices" && Array.isArray(value) && value.length > 0) return value.map((key) => optionLabel(field, String(key))).join(", ");
        // A change keeps what a field points to by its id.
        if (field && isReference(field.kind) && typeof value === "string" && value) return people.find((p) => p.value === value)?.label ?? value.slice(0, 8);
        return showValue(value);
      },
    };
  }, [fields, people, labels, language]);
}
