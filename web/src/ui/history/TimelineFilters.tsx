import { Chip, Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { choices, type TimelineFilter } from "./filter";

interface TimelineFiltersProps {
  items: HistoryItem[];
  filter: TimelineFilter;
  onChange: (filter: TimelineFilter) => void;
  label: (field: string) => string;
}

const kinds = ["", "created", "updated", "deleted"] as const;

/** Narrows a timeline to a kind of change, a person and a field, as far as there is something to choose. */
export function TimelineFilters({ items, filter, onChange, label }: TimelineFiltersProps) {
  const { t } = useTranslation("ui");
  const { actors, fields } = choices(items);
  const there = kinds.filter((kind) => kind === "" || items.some((item) => item.op === kind));
  return (
    <Group gap="xs" pb="xs" role="group" aria-label={t("timeline.filters")}>
      {there.length > 2 ? (
        <Chip.Group value={filter.op} onChange={(op) => onChange({ ...filter, op: op as TimelineFilter["op"] })}>
          <Group gap={6}>
            {there.map((kind) => (
              <Chip key={kind} value={kind} size="xs">
                {t(`timeline.kinds.${kind || "all"}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      ) : null}
      {actors.length > 1 ? (
        <Select size="xs" w={170} clearable aria-label={t("timeline.by_person")} placeholder={t("timeline.by_person")} data={actors} value={filter.actor || null} onChange={(actor) => onChange({ ...filter, actor: actor ?? "" })} />
      ) : null}
      {fields.length > 1 ? (
        <Select
          size="xs"
          w={170}
          clearable
          searchable
          aria-label={t("timeline.by_field")}
          placeholder={t("timeline.by_field")}
          data={fields.map((value) => ({ value, label: label(value) }))}
          value={filter.field || null}
          onChange={(field) => onChange({ ...filter, field: field ?? "" })}
        />
      ) : null}
    </Group>
  );
}
