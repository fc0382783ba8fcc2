import { Button, Checkbox, Group, Select, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/ui/session";
import classes from "../shared/admin.module.css";
import { actionWord, groupRights, moduleWord, objectWord, reachesUpTo, type Right } from "../shared/rights";
import { presetOf, presets } from "./presets";

interface RightsChooserProps {
  value: Record<string, string>;
  onChange: (rights: Record<string, string>) => void;
  error?: ReactNode;
}

/** Rights out of one's own, each with a scope that is no wider than one's own. */
export function RightsChooser({ value, onChange, error }: RightsChooserProps) {
  const { t } = useTranslation("admin");
  const { permissions } = useMe();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const groups = groupRights(permissions)
    .map((group) => ({ module: group.module, rights: group.objects.flatMap((o) => o.rights).filter((r) => !wanted || nameOf(r).toLowerCase().includes(wanted) || r.name.includes(wanted)) }))
    .filter((group) => group.rights.length > 0);
  const count = Object.keys(value).length;
  const choose = (right: Right, reach: string | null) => {
    const { [right.name]: _old, ...rest } = value;
    onChange(reach ? { ...rest, [right.name]: reach } : rest);
  };
  return (
    <div className={classes.chooser} role="group" aria-label={t("tokens.rights")}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t("tokens.rights")}
        </Text>
        <Text size="xs" c="dimmed" role="status">
          {t("tokens.chosen", { count })}
        </Text>
      </Group>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      ) : null}
      <Group gap={6}>
        {presets.map((preset) => {
          const rights = presetOf(preset.takes, permissions);
          return Object.keys(rights).length > 0 ? (
            <Button key={preset.id} size="compact-sm" variant="default" onClick={() => onChange(rights)}>
              {t(`tokens.presets.${preset.id}`)}
            </Button>
          ) : null;
        })}
        {count > 0 ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange({})}>
            {t("tokens.clear")}
          </Button>
        ) : null}
      </Group>
      <TextInput
        size="xs"
        aria-label={t("tokens.search")}
        placeholder={t("tokens.search")}
        leftSection={<IconSearch size={14} stroke={1.75} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.choices}>
        {groups.map((group) => (
          <section key={group.module}>
            <h3>
              <span>{moduleWord(group.module)}</span>
              <span>{t("tokens.chosen_of", { count: group.rights.filter((r) => value[r.name]).length, total: group.rights.length })}</span>
            </h3>
            {group.rights.map((right) => (
              <div key={right.name} className={classes.choice}>
                <Checkbox
                  size="xs"
                  label={nameOf(right)}
                  checked={value[right.name] !== undefined}
                  onChange={(event) => choose(right, event.currentTarget.checked ? right.reach : null)}
                />
                {value[right.name] ? (
                  <Select
                    size="xs"
                    w={124}
                    aria-label={t("tokens.reach_of", { right: nameOf(right) })}
                    allowDeselect={false}
                    data={reachesUpTo(right.reach).map((reach) => ({ value: reach, label: t(`rights.reach.${reach}`) }))}
                    value={value[right.name] ?? null}
                    onChange={(reach) => reach && choose(right, reach)}
                    comboboxProps={{ shadow: "md" }}
                  />
                ) : null}
              </div>
            ))}
          </section>
        ))}
        {groups.length === 0 ? (
          <Text size="sm" c="dimmed" p="md">
            {t("tokens.no_right")}
          </Text>
        ) : null}
      </div>
    </div>
  );
}

function nameOf(right: Right): string {
  return `${objectWord(right)}: ${actionWord(right.action).toLowerCase()}`;
}
