import { Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDecimal, parseNumber } from "./number";

interface NumberFieldProps {
  /** A decimal string, or "" for none. */
  value: string;
  onChange: (value: string) => void;
  label?: ReactNode;
  "aria-label"?: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  /** Shown inside the field: a unit or a currency. */
  unit?: ReactNode;
  integer?: boolean;
  /** Digits always shown after the point. */
  digits?: number;
  id?: string;
  onBlur?: () => void;
}

/**
 * Entry of an exact number. It takes the local separators and pasted "1.234,56" or "1,234.56";
 * where both readings are possible it says which one it took.
 */
export function NumberField({ value, onChange, unit, integer, digits, error, onBlur, ...rest }: NumberFieldProps) {
  const { t } = useTranslation("ui");
  const [typed, setTyped] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const shown = typed ?? (value === "" ? "" : formatDecimal(value, { min: digits ?? 0 }).replace("−", "-"));

  const change = (text: string) => {
    setTyped(text);
    setNote("");
    const parsed = parseNumber(text);
    // An unreadable text goes on as it is, so that validation can name it and nothing typed is lost.
    onChange(parsed ? parsed.value : text.trim());
  };
  const leave = () => {
    const parsed = typed === null ? null : parseNumber(typed);
    if (parsed?.ambiguous) setNote(t("number.read_as", { value: formatDecimal(parsed.value) }));
    if (parsed || typed === "") setTyped(null);
    onBlur?.();
  };

  // A code of a currency fits as it is; "minutes" needs more.
  const room = typeof unit === "string" && unit.length > 4 ? `calc(${unit.length}ch + 20px)` : 52;

  return (
    <TextInput
      {...rest}
      value={shown}
      error={error}
      inputMode={integer ? "numeric" : "decimal"}
      autoComplete="off"
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
      inputWrapperOrder={["label", "input", "description", "error"]}
      description={note || rest.description}
      rightSection={unit ? <Text size="sm" c="dimmed">{unit}</Text> : null}
      rightSectionWidth={unit ? room : undefined}
      rightSectionPointerEvents="none"
      styles={{ input: { textAlign: "end", fontVariantNumeric: "tabular-nums", ...(unit ? { paddingInlineEnd: room === 52 ? 56 : room } : {}) } }}
    />
  );
}
