import { Text } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./fields.module.css";
import { kindGroups, kindIcons } from "./kinds";

interface KindPickerProps {
  value: unknown;
  onChange: (kind: string) => void;
  error?: ReactNode;
}

/** What a field shall hold, each kind with its sign and one line. It never changes after the field was made. */
export function KindPicker({ value, onChange, error }: KindPickerProps) {
  const { t } = useTranslation("fields");
  const name = useId();
  return (
    <div role="radiogroup" aria-label={t("kind")} aria-describedby={`${name}-help`} aria-required>
      <Text size="sm" fw={600}>
        {t("kind")}
      </Text>
      <Text id={`${name}-help`} size="xs" c="dimmed" mb={6}>
        {t("kind_help")}
      </Text>
      {error ? (
        <Text size="xs" c="var(--mantine-color-error)" mb={6} role="alert">
          {error}
        </Text>
      ) : null}
      <div className={classes.groups}>
        {kindGroups.map((group) => (
          <div key={group.name} role="group" aria-label={t(`groups.${group.name}`)}>
            <div className={classes.groupName} aria-hidden>
              {t(`groups.${group.name}`)}
            </div>
            <div className={classes.kinds}>
              {group.kinds.map((kind) => {
                const Mark = kindIcons[kind];
                return (
                  <label key={kind} className={classes.kind} data-chosen={value === kind || undefined}>
                    <input type="radio" name={name} value={kind} checked={value === kind} onChange={() => onChange(kind)} className={classes.radio} data-autofocus={kind === "text" || undefined} aria-labelledby={`${name}-${kind}-name`} aria-describedby={`${name}-${kind}`} />
                    <Mark size={18} stroke={1.75} aria-hidden />
                    <span>
                      <span id={`${name}-${kind}-name`} className={classes.kindName}>{t(`kinds.${kind}.name`)}</span>
                      <span id={`${name}-${kind}`} className={classes.kindText}>
                        {t(`kinds.${kind}.text`)}
                      </span>
                    </span>
                  </label>
                );
              })}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
