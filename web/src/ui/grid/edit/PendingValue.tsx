import { DateText } from "../../DateText";
import type { FieldSpec } from "../../form/fields";
import { Money } from "../../Money";
import { formatDecimal } from "../../number";
import { useCurrency } from "../../session";
import { Unknown } from "../../Unknown";
import { memberOf, showValue } from "../../value";

interface PendingValueProps {
  field: FieldSpec;
  value: unknown;
  label?: string;
  record: Record<string, unknown>;
}

/** A value as a form holds it, as a person reads it. */
export function PendingValue({ field, value, label, record }: PendingValueProps) {
  const standard = useCurrency();
  if (value === "" || value === undefined || value === null) return <Unknown />;
  const text = String(value);
  switch (field.kind) {
    case "money":
      return <Money value={{ amount: text, currency: (memberOf(record, field.name) as { currency?: string } | undefined)?.currency ?? field.unit ?? standard }} />;
    case "date":
      return <DateText value={text} />;
    case "integer":
    case "quantity":
    case "percent":
      return <span className="lh-number">{formatDecimal(text)}</span>;
    case "multi":
      return <>{(Array.isArray(value) ? value : []).map((one) => field.options?.find((o) => o.value === one)?.label ?? String(one)).join(", ") || <Unknown />}</>;
    case "boolean":
    case "yesno":
      return <>{showValue(value)}</>;
    case "select":
      return <>{field.options?.find((o) => o.value === text)?.label ?? text}</>;
    case "picker":
      return <span dir="auto">{label ?? text.slice(0, 8)}</span>;
    default:
      return <span dir="auto">{text}</span>;
  }
}
