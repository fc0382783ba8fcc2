import { Select, Text, type ComboboxItem, type ComboboxParsedItem } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { areaOf, areaWord, useResources, useWords } from "../words";

interface RightPickerProps {
  value: string | undefined;
  onChange: (permission: string | undefined) => void;
}

const areas = ["crm", "inventory", "hr", "platform"];

/** Chooses one right: found by its words, or by its raw name as access is managed as code too. */
export function RightPicker({ value, onChange }: RightPickerProps) {
  const { t } = useTranslation("grants");
  const resources = useResources();
  const words = useWords();
  const data = useMemo(() => {
    const rights = resources.items.flatMap((resource) =>
      [...resource.actions, ...resource.classes.flatMap((c) => c.actions)].map((action) => ({ area: areaOf(resource.module), value: action.permission, label: words.right(action.permission) })),
    );
    return areas.map((area) => ({ group: areaWord(area), items: rights.filter((right) => right.area === area) })).filter((group) => group.items.length > 0);
  }, [resources.items, words]);
  return (
    <Select
      label={t("ask.right")}
      placeholder={t("ask.right_hint")}
      data={data}
      value={data.length > 0 ? (value ?? null) : null}
      onChange={(next) => onChange(next ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("ui:clear") }}
      disabled={resources.isError}
      error={resources.isError ? resources.error.message : undefined}
      nothingFoundMessage={t("ask.right_none")}
      maxDropdownHeight={360}
      comboboxProps={{ shadow: "md" }}
      filter={({ options, search }) => matching(options, search)}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {option.value}
          </Text>
        </div>
      )}
    />
  );
}

// Every word that is typed must stand in the words of a right or in its raw name.
function matching(options: ComboboxParsedItem[], typed: string): ComboboxParsedItem[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/);
  const fits = (item: ComboboxItem) => wanted.every((word) => `${item.label} ${item.value}`.toLowerCase().includes(word));
  const found: ComboboxParsedItem[] = [];
  for (const option of options) {
    if (!("group" in option)) {
      if (fits(option)) found.push(option);
      continue;
    }
    const items = option.items.filter(fits);
    if (items.length > 0) found.push({ ...option, items });
  }
  return found;
}
