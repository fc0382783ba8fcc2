import { Autocomplete } from "@mantine/core";
import type { FieldSpec } from "@/ui/form/fields";

/** A field for a reason: the usual ones to choose from, any other to type. */
export function reasonField(label: string, usual: string[], options: { required?: boolean; name?: string } = {}): FieldSpec {
  const { required = true, name = "reason" } = options;
  return {
    name,
    label,
    kind: "text",
    required,
    maxLength: 500,
    wide: true,
    render: ({ value, onChange, error, id }) => (
      <Autocomplete
        id={id}
        label={label}
        required={required}
        error={error}
        // Once it is one of them, nothing more is proposed and nothing covers the button.
        data={usual.includes(String(value)) ? [] : usual}
        maxLength={500}
        value={typeof value === "string" ? value : ""}
        onChange={onChange}
        openOnFocus={false}
        comboboxProps={{ shadow: "md" }}
        selectFirstOptionOnChange={false}
      />
    ),
  };
}
