import { MultiSelect, Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { wordIn } from "@/ui/custom/wire";
import type { Values } from "@/ui/form/fields";
import { keysOf, type Options } from "./options";

interface DefaultChoiceProps {
  id: string;
  value: unknown;
  values: Values;
  error?: ReactNode;
  many: boolean;
  onChange: (value: unknown) => void;
}

/** Which of the options, as they are typed above, a new record begins with. */
export function DefaultChoice({ id, value, values, error, many, onChange }: DefaultChoiceProps) {
  const { t } = useTranslation("fields");
  const options = (values["options"] ?? []) as Options;
  const keys = keysOf(options);
  const data = options.flatMap((option, index) => (keys[index] && !option.archived ? [{ value: keys[index], label: wordIn(option.label) || keys[index] }] : []));
  const common = { id, label: t("default"), description: t("default_help"), error, data, comboboxProps: { shadow: "md" }, inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[] };
  return many ? (
    <MultiSelect {...common} value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />
  ) : (
    <Select {...common} clearable value={typeof value === "string" && value ? value : null} onChange={(next) => onChange(next ?? "")} />
  );
}
