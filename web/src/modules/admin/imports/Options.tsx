import { Checkbox, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TargetOption } from "@/api/imports";
import { Card } from "@/ui/Card";
import classes from "./imports.module.css";

interface OptionsProps {
  options: TargetOption[];
  values: Record<string, unknown>;
  editable: boolean;
  onChange: (options: Record<string, unknown>) => void;
}

/** Choices about the whole import, as the target offers them. */
export function Options({ options, values, editable, onChange }: OptionsProps) {
  const { t } = useTranslation("imports");
  return (
    <Card title={t("options.title")}>
      <div className={classes.options}>
        {options.map((option) => (
          <Choice
            key={option.key}
            option={option}
            value={String(values[option.key] ?? option.default)}
            disabled={!editable}
            onChange={(value) => onChange({ [option.key]: value })}
          />
        ))}
      </div>
    </Card>
  );
}

interface ChoiceProps {
  option: TargetOption;
  value: string;
  disabled: boolean;
  onChange: (value: unknown) => void;
}

function Choice({ option, value, disabled, onChange }: ChoiceProps) {
  const [shown, setShown] = useState(value);
  const take = (next: string) => {
    setShown(next);
    onChange(option.kind === "bool" ? next === "true" : next);
  };
  if (option.kind === "bool") {
    return (
      <Checkbox
        label={option.label}
        description={option.help}
        checked={shown === "true"}
        disabled={disabled}
        onChange={(event) => take(String(event.currentTarget.checked))}
      />
    );
  }
  const common = { label: option.label, description: option.help, disabled, inputWrapperOrder: ["label", "input", "description"] as ("label" | "input" | "description")[] };
  if (option.kind === "one_of") {
    return <Select {...common} data={option.values ?? []} value={shown || null} allowDeselect={false} onChange={(next) => next && take(next)} comboboxProps={{ shadow: "md" }} />;
  }
  return (
    <TextInput
      {...common}
      value={shown}
      autoComplete="off"
      onChange={(event) => setShown(event.currentTarget.value)}
      onBlur={() => {
        if (shown !== value) onChange(shown);
      }}
    />
  );
}
