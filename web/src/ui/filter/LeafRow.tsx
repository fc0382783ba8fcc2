import { ActionIcon, Group, MultiSelect, Select, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DateField } from "../DateField";
import { dayOf } from "../dates";
import { filterField, type GridColumn } from "../grid/columns";
import { dayEnd, dayStart, endDay, inWords } from "../grid/filters";
import { NumberField } from "../NumberField";
import { Picker } from "../Picker";
import classes from "./Filter.module.css";
import { operatorsOf, type Operator } from "./operators";
import { periodName, periods } from "./periods";
import type { Leaf } from "./tree";
import { useNamed } from "./useNamed";

interface LeafRowProps<T> {
  leaf: Leaf;
  columns: GridColumn<T>[];
  onChange: (leaf: Leaf) => void;
  onRemove: () => void;
}

/** One condition: a field, a way to compare it, a value; below it the same as a sentence. */
export function LeafRow<T>({ leaf, columns, onChange, onRemove }: LeafRowProps<T>) {
  const { t } = useTranslation(["views", "ui"]);
  const column = columns.find((c) => filterField(c) === leaf.field);
  const operators = column ? operatorsOf(column) : [];
  // "is filled" is the other value of the same comparison.
  const choice = leaf.op === "empty" ? (leaf.value === "false" ? "filled" : "empty") : leaf.op;
  const operator = operators.find((o) => o.op === leaf.op) ?? operators[0];
  const named = useNamed(column);
  const words = column && leaf.value !== "" ? inWords(named({ ...leaf, param: "" }), column, t) : "";
  const pick = (field: string | null) => {
    const next = columns.find((c) => filterField(c) === field);
    const first = next ? operatorsOf(next)[0] : undefined;
    if (field) onChange({ field, op: first?.op ?? "", value: "" });
  };
  const compare = (op: string | null) => {
    if (op === "empty" || op === "filled") onChange({ ...leaf, op: "empty", value: op === "empty" ? "true" : "false" });
    else if (op !== null) {
      const keeps = operators.find((o) => o.op === op)?.value === operator?.value;
      onChange({ ...leaf, op: op === "is" ? "" : op, value: keeps ? leaf.value : "" });
    }
  };
  return (
    <div className={classes.leaf} role="group" aria-label={words || t("views:filter.unfinished")}>
      <Group gap={6} align="flex-start" wrap="wrap" flex={1}>
        <Select
          size="xs"
          w={170}
          searchable
          allowDeselect={false}
          aria-label={t("views:filter.field")}
          placeholder={t("views:filter.field")}
          data={columns.map((c) => ({ value: filterField(c) ?? c.key, label: c.label }))}
          value={leaf.field || null}
          onChange={pick}
        />
        {column ? (
          <Select
            size="xs"
            w={140}
            allowDeselect={false}
            aria-label={t("views:filter.operator")}
            data={[
              ...operators.filter((o) => o.op !== "empty").map((o) => ({ value: o.op || "is", label: t(`views:op.${o.label}`) })),
              ...(operators.some((o) => o.op === "empty") ? ["empty", "filled"].map((value) => ({ value, label: t(`views:op.${value}`) })) : []),
            ]}
            value={choice || "is"}
            onChange={compare}
          />
        ) : null}
        {column && operator && leaf.op !== "empty" ? <LeafValue leaf={leaf} column={column} operator={operator} onChange={(value) => onChange({ ...leaf, value })} /> : null}
        {words ? (
          <Text size="xs" c="dimmed" w="100%">
            {words}
          </Text>
        ) : null}
      </Group>
      <ActionIcon size={28} aria-label={words ? t("views:filter.remove", { condition: words }) : t("views:filter.remove_unfinished")} onClick={onRemove}>
        <IconTrash size={16} stroke={1.75} />
      </ActionIcon>
    </div>
  );
}

function LeafValue<T>({ leaf, column, operator, onChange }: { leaf: Leaf; column: GridColumn<T>; operator: Operator; onChange: (value: string) => void }) {
  const { t } = useTranslation(["views", "ui"]);
  const label = t("views:filter.value", { field: column.label });
  const people = column.people ? ["me", "my_team"].map((value) => ({ value, label: t(`views:who.${value}`) })) : [];
  switch (operator.value) {
    case "choices":
      return (
        <MultiSelect
          size="xs"
          miw={200}
          flex={1}
          searchable
          hidePickedOptions
          aria-label={label}
          data={[...people, ...(column.options ?? [])]}
          value={leaf.value ? leaf.value.split(",") : []}
          onChange={(values) => onChange(values.join(","))}
        />
      );
    case "ref":
      return <Picker size="xs" {...(column.picker ?? { endpoint: "" })} aria-label={label} value={leaf.value || null} onChange={(id) => onChange(id ?? "")} />;
    case "yes":
      return (
        <Select
          size="xs"
          w={110}
          aria-label={label}
          data={[
            { value: "true", label: t("ui:yes") },
            { value: "false", label: t("ui:no") },
          ]}
          value={leaf.value || null}
          onChange={(value) => onChange(value ?? "")}
        />
      );
    case "period":
      return (
        <Select
          size="xs"
          w={180}
          searchable
          aria-label={label}
          data={[...new Set([...periods, ...(leaf.value ? [leaf.value] : [])])].map((value) => ({ value, label: periodName(value, t) }))}
          value={leaf.value || null}
          onChange={(value) => onChange(value ?? "")}
        />
      );
    case "day": {
      const instant = column.kind === "instant";
      const end = operator.op === "lt";
      const shown = leaf.value && instant ? (end ? endDay(leaf.value) : dayOf(leaf.value)) : leaf.value;
      return <DateField size="xs" aria-label={label} value={shown} onChange={(day) => onChange(day && instant ? (end ? dayEnd(day) : dayStart(day)) : day)} />;
    }
    case "number":
      return <NumberField aria-label={label} value={leaf.value} onChange={onChange} />;
    case "text":
      return <TextInput size="xs" w={180} aria-label={label} value={leaf.value} onChange={(event) => onChange(event.currentTarget.value)} />;
    case "none":
      return null;
  }
}
