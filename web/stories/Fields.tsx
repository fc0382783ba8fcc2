import { useState } from "react";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/form/Field";
import type { FieldSpec, Values } from "@/ui/form/fields";
import { NumberField } from "@/ui/NumberField";
import { Picker } from "@/ui/Picker";

const options = [
  { value: "customer", label: "Customer" },
  { value: "prospect", label: "Prospect" },
];

const kinds: (FieldSpec & { filled: unknown })[] = [
  { name: "text", label: "Text", kind: "text", filled: "Ostlab" },
  { name: "textarea", label: "Long text", kind: "textarea", filled: "Two\nlines" },
  { name: "email", label: "E-mail", kind: "email", filled: "ana@acme.example" },
  { name: "phone", label: "Phone", kind: "phone", filled: "+49 30 1234" },
  { name: "url", label: "Address", kind: "url", filled: "https://example.com" },
  { name: "password", label: "Password", kind: "password", filled: "secret" },
  { name: "integer", label: "Whole number", kind: "integer", filled: "42" },
  { name: "quantity", label: "Quantity", kind: "quantity", unit: "kg", filled: "2.5" },
  { name: "percent", label: "Percent", kind: "percent", filled: "12" },
  { name: "money", label: "Money", kind: "money", filled: "1234.5" },
  { name: "date", label: "Day", kind: "date", filled: "2026-11-22" },
  { name: "select", label: "Choice", kind: "select", options, filled: "customer" },
  { name: "multi", label: "Choices", kind: "multi", options, filled: ["customer", "prospect"] },
  { name: "boolean", label: "Yes or no", kind: "boolean", filled: true },
  { name: "picker", label: "Record", kind: "picker", picker: { endpoint: "/stories/accounts" }, labelField: "picker_name", filled: "a0" },
];

/** Every kind of field: empty, filled, refused and closed. */
export function Fields() {
  const [values, set] = useState<Values>({});
  return (
    <>
      {kinds.map(({ filled, ...field }) => (
        <div key={field.name} style={{ display: "grid", gridTemplateColumns: "repeat(4, minmax(0, 1fr))", gap: 16 }}>
          {[
            { of: field, value: values[field.name] },
            { of: { ...field, required: true, help: "Some help." }, value: filled },
            { of: field, value: filled, error: "This was refused." },
            { of: { ...field, disabled: true }, value: filled },
          ].map(({ of, value, error }, n) => (
            <Field key={n} field={of} id={`${field.name}-${n}`} value={value} error={error} record={{ picker: "a0", picker_name: "Alfreds Futterkiste" }} onChange={(next) => set({ ...values, [field.name]: next })} onBlur={() => undefined} />
          ))}
        </div>
      ))}
      <div className="row">
        <NumberField label="Amount alone" value="12.5" unit="EUR" digits={2} onChange={() => undefined} />
        <DateField label="Day alone" value="2026-11-22" onChange={() => undefined} />
        <Picker label="Record alone" endpoint="/stories/accounts" value="a1" valueLabel="Berglunds snabbköp" onChange={() => undefined} />
      </div>
    </>
  );
}
