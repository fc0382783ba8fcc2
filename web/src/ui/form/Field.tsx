import { Checkbox, MultiSelect, PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { memberOf } from "../value";
import { DateField } from "../DateField";
import { fractionDigits } from "../number";
import { NumberField } from "../NumberField";
import { Picker } from "../Picker";
import { useCurrency } from "../session";
import { optionMark } from "../OptionMark";
import { nameOfPick, type FieldSpec, type Option, type Values } from "./fields";

interface FieldProps {
  field: FieldSpec;
  id: string;
  value: unknown;
  error?: ReactNode;
  record?: unknown;
  /** All values of the form, for a control that follows another field. */
  values?: Values;
  autoFocus?: boolean;
  onChange: (value: unknown) => void;
  onBlur: () => void;
}

const types: Partial<Record<FieldSpec["kind"], HTMLInputTypeAttribute>> = { email: "email", phone: "tel", url: "url" };

/** The control of one field, by its kind. */
export function Field({ field, id, value, error, record, values = {}, autoFocus, onChange, onBlur }: FieldProps) {
  const { t } = useTranslation("ui");
  const currency = useCurrency();
  const text = typeof value === "string" ? value : "";
  const common = {
    id,
    label: field.label,
    description: field.help,
    error,
    required: field.required,
    disabled: field.disabled,
    onBlur,
    inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[],
  };
  if (field.render) return <>{field.render({ value, onChange, error, id, values })}</>;

  switch (field.kind) {
    case "textarea":
      return (
        <Textarea
          {...common}
          value={text}
          dir="auto"
          autosize
          minRows={3}
          maxRows={12}
          maxLength={field.maxLength}
          placeholder={field.placeholder}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "password":
      return (
        <PasswordInput
          {...common}
          value={text}
          autoComplete={field.autoComplete ?? "new-password"}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "integer":
    case "quantity":
    case "percent":
    case "money": {
      const { inputWrapperOrder: _order, ...rest } = common;
      const unit = field.kind === "money" ? currencyOf(record, field, field.unit ?? currency) : (field.unit ?? (field.kind === "percent" ? "%" : undefined));
      return (
        <NumberField
          {...rest}
          value={text}
          unit={unit}
          integer={field.kind === "integer"}
          digits={field.kind === "money" ? fractionDigits(unit ?? currency) : 0}
          onChange={onChange}
        />
      );
    }
    case "date": {
      const { inputWrapperOrder: _order, ...rest } = common;
      return <DateField {...rest} value={text} clearable={!field.required} onChange={onChange} />;
    }
    case "select":
      return (
        <Select
          {...common}
          data={offered(field.options, [text])}
          value={text || null}
          clearable={!field.required}
          searchable={(field.options?.length ?? 0) > 7}
          placeholder={field.placeholder}
          renderOption={optionMark}
          onChange={(next) => onChange(next ?? "")}
          comboboxProps={{ shadow: "md" }}
        />
      );
    case "multi":
      return (
        <MultiSelect
          {...common}
          data={offered(field.options, Array.isArray(value) ? (value as string[]) : [])}
          value={Array.isArray(value) ? (value as string[]) : []}
          renderOption={optionMark}
          searchable
          hidePickedOptions
          onChange={onChange}
          comboboxProps={{ shadow: "md" }}
        />
      );
    case "yesno":
      return (
        <Select
          {...common}
          data={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          value={typeof value === "boolean" ? String(value) : null}
          clearable={!field.required}
          onChange={(next) => onChange(next === null ? "" : next === "true")}
          comboboxProps={{ shadow: "md" }}
        />
      );
    case "boolean":
      return (
        <Checkbox
          id={id}
          label={field.label}
          description={field.help}
          error={error}
          disabled={field.disabled}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          mt={22}
        />
      );
    case "picker": {
      const source = typeof field.picker === "function" ? field.picker(values) : field.picker;
      return (
        <Picker
          {...common}
          {...(source ?? { endpoint: "" })}
          value={text || null}
          valueLabel={nameOfPick(record, field, text)}
          clearable={!field.required}
          placeholder={field.placeholder}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    }
    default:
      return (
        <TextInput
          {...common}
          type={types[field.kind] ?? "text"}
          value={text}
          dir={field.kind === "text" ? "auto" : undefined}
          maxLength={field.maxLength}
          placeholder={field.placeholder}
          autoComplete={field.autoComplete ?? "off"}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function currencyOf(record: unknown, field: FieldSpec, fallback: string): string {
  const value = memberOf(record, field.name) as { currency?: string } | null | undefined;
  return value?.currency ?? fallback;
}

// What is archived is offered only where it is chosen already.
function offered(options: Option[] = [], chosen: string[]): Option[] {
  return options.filter((option) => !option.archived || chosen.includes(option.value));
}
