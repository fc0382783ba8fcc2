import { Button, Checkbox, Group, ScrollArea, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateField } from "../DateField";
import { dayOf } from "../dates";
import { periodName, periods } from "../filter/periods";
import { NumberField } from "../NumberField";
import { isDecimal } from "../number";
import { Picker } from "../Picker";
import { filterField, type GridColumn } from "./columns";
import { dayEnd, dayStart, endDay, type Condition } from "./filters";

interface ConditionEditorProps<T> {
  column: GridColumn<T>;
  conditions: Condition[];
  onChange: (patch: Record<string, string | undefined>) => void;
  onDone: () => void;
}

/** Asks for the condition on one column, in the way of its type. */
export function ConditionEditor<T>({ column, conditions, onChange, onDone }: ConditionEditorProps<T>) {
  const { t } = useTranslation("ui");
  const field = filterField(column) ?? column.key;
  const mine = conditions.filter((c) => c.field === field);
  const get = (op: string) => mine.find((c) => c.op === op)?.value ?? "";
  const [draft, setDraft] = useState<Record<string, string>>(() => Object.fromEntries(mine.map((c) => [c.op, c.value])));
  const empty = get("empty");

  const apply = (next: Record<string, string | undefined>) => {
    const all = { "": undefined, gte: undefined, lte: undefined, gt: undefined, lt: undefined, not: undefined, empty: undefined, during: undefined, under: undefined, ...next };
    onChange(Object.fromEntries(Object.entries(all).map(([op, value]) => [op ? `${field}.${op}` : field, value || undefined])));
  };
  const clear = () => {
    apply({});
    onDone();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const usable = Object.fromEntries(Object.entries(draft).filter(([op]) => op !== "empty"));
        if (!["choice", "status", "boolean", "ref"].includes(column.kind ?? "text")) apply(usable);
        onDone();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {column.label}
        </Text>
        {column.presence ? null : body()}
        {column.optional ? (
          <SegmentedControl
            size="xs"
            fullWidth
            value={empty}
            onChange={(value) => apply({ ...draft, empty: value })}
            data={[
              { value: "", label: t("filter.any") },
              { value: "false", label: t("filter.filled") },
              { value: "true", label: t("filter.empty") },
            ]}
          />
        ) : null}
        <Group justify="space-between">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={clear} disabled={mine.length === 0}>
            {t("filter.remove")}
          </Button>
          <Button size="compact-sm" type="submit">
            {t("filter.apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );

  function body() {
    switch (column.kind) {
      case "choice":
      case "status": {
        const chosen = get("") ? get("").split(",") : [];
        return (
          <ScrollArea.Autosize mah={260}>
            <Checkbox.Group value={chosen} onChange={(values) => apply({ "": values.join(",") })}>
              <Stack gap={6}>
                {(column.options ?? []).map((option) => (
                  <Checkbox key={option.value} value={option.value} label={option.label} />
                ))}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
        );
      }
      case "boolean":
        return (
          <SegmentedControl
            fullWidth
            value={get("")}
            onChange={(value) => apply({ "": value })}
            data={[
              { value: "", label: t("filter.any") },
              { value: "true", label: t("yes") },
              { value: "false", label: t("no") },
            ]}
          />
        );
      case "ref":
        return (
          <Picker
            {...(column.picker ?? { endpoint: "" })}
            aria-label={column.label}
            value={get("") || null}
            onChange={(id) => apply({ "": id ?? undefined })}
          />
        );
      case "date":
      case "instant":
        return days();
      case "number":
      case "quantity":
      case "money":
        return (
          <Group gap="sm" wrap="nowrap">
            <NumberField label={t("filter.at_least_label")} value={draft["gte"] ?? ""} onChange={(v) => number("gte", v)} />
            <NumberField label={t("filter.at_most_label")} value={draft["lte"] ?? ""} onChange={(v) => number("lte", v)} />
          </Group>
        );
      default:
        return (
          <TextInput
            data-autofocus
            aria-label={t("filter.starts_with_label")}
            placeholder={t("filter.starts_with_label")}
            value={draft[""] ?? ""}
            onChange={(event) => setDraft({ ...draft, "": event.currentTarget.value })}
          />
        );
    }
  }

  function number(op: string, value: string) {
    setDraft({ ...draft, [op]: value === "" || isDecimal(value) ? value : "" });
  }

  function days() {
    const instant = column.kind === "instant";
    const endOp = instant ? "lt" : "lte";
    const from = draft["gte"] ? (instant ? dayOf(draft["gte"]) : draft["gte"]) : "";
    const until = draft[endOp] ? (instant ? endDay(draft[endOp]) : draft[endOp]) : "";
    const range = (first: string, last: string) => ({
      gte: first && instant ? dayStart(first) : first,
      [endOp]: last && instant ? dayEnd(last) : last,
    });
    return (
      <Stack gap="sm">
        <Select
          size="xs"
          searchable
          clearable
          aria-label={t("views:filter.period")}
          placeholder={t("views:filter.period")}
          comboboxProps={{ withinPortal: false }}
          data={periods.map((value) => ({ value, label: periodName(value, t) }))}
          value={draft["during"] || null}
          onChange={(value) => {
            setDraft(value ? { during: value } : {});
            apply({ during: value ?? undefined });
          }}
        />
        <Group gap="sm" wrap="nowrap" grow>
          <DateField label={t("filter.from_label")} value={from} onChange={(v) => setDraft(range(v, until))} />
          <DateField label={t("filter.until_label")} value={until} onChange={(v) => setDraft(range(from, v))} />
        </Group>
      </Stack>
    );
  }
}
