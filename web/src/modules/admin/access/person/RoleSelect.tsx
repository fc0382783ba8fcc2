import { Select, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRoleChoices, type RoleChoice } from "@/api/access";
import { areaWord } from "../words";

interface RoleSelectProps {
  value: string;
  onChange: (role: string) => void;
  error?: ReactNode;
  id?: string;
  /** Only roles that give this right. */
  gives?: string;
  /** Roles that make no sense here: those that somebody has. */
  without?: (role: RoleChoice) => boolean;
}

const areas = ["crm", "inventory", "hr", "platform"];

/** Chooses a role, by name and by what it is for. */
export function RoleSelect({ value, onChange, error, id, gives, without }: RoleSelectProps) {
  const { t } = useTranslation("grants");
  const roles = useRoleChoices(gives);
  // Emergency access is taken and never given.
  const items = (roles.data?.items ?? []).filter((role) => role.id !== "emergency" && !without?.(role));
  const data = areas
    .map((area) => ({ group: areaWord(area), items: items.filter((role) => (areas.includes(role.module) ? role.module : "platform") === area).map((role) => ({ value: role.id, label: role.name })) }))
    .filter((group) => group.items.length > 0);
  const chosen = items.find((role) => role.id === value);
  return (
    <Select
      id={id}
      label={t("role.label")}
      description={chosen?.note}
      required
      data-autofocus
      // The dialog begins here, and its other fields stay in sight.
      openOnFocus={false}
      withAsterisk
      data={data}
      value={chosen ? value : null}
      onChange={(next) => onChange(next ?? "")}
      searchable
      error={roles.isError ? roles.error.message : error}
      nothingFoundMessage={t("role.none")}
      inputWrapperOrder={["label", "input", "description", "error"]}
      maxDropdownHeight={320}
      comboboxProps={{ shadow: "md" }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {items.find((role) => role.id === option.value)?.note}
          </Text>
        </div>
      )}
    />
  );
}
