import { Checkbox, Text, UnstyledButton } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useMe } from "@/ui/session";
import classes from "../shared/admin.module.css";
import { isWithin, moduleWord, rolesByModule, type Role } from "../shared/rights";
import { RightsList } from "../shared/RightsList";
import { useRoles } from "../shared/useRoles";

interface RolePickerProps {
  value: string[];
  onChange: (roles: string[]) => void;
  error?: ReactNode;
  disabled?: boolean;
}

/** Roles by module with what each allows. One that holds more than one has oneself cannot be given. */
export function RolePicker({ value, onChange, error, disabled }: RolePickerProps) {
  const { t } = useTranslation("admin");
  const roles = useRoles();
  const { permissions } = useMe();
  if (roles.isPending) return <RecordSkeleton />;
  if (roles.isError) return <ErrorBlock error={roles.error} retry={() => void roles.refetch()} compact />;
  return (
    <div>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)" mb="xs" role="alert">
          {error}
        </Text>
      ) : null}
      {rolesByModule(roles.items).map((group) => (
        <fieldset key={group.module} className={classes.roleGroup}>
          <legend>{moduleWord(group.module)}</legend>
          {group.roles.map((role) => (
            <Choice
              key={role.id}
              role={role}
              checked={value.includes(role.id)}
              disabled={disabled}
              locked={!value.includes(role.id) && !isWithin(role.permissions, permissions) ? t("people.role_above") : undefined}
              onChange={(now) => onChange(now ? [...value, role.id] : value.filter((id) => id !== role.id))}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

interface ChoiceProps {
  role: Role;
  checked: boolean;
  disabled?: boolean;
  locked?: string;
  onChange: (checked: boolean) => void;
}

function Choice({ role, checked, disabled, locked, onChange }: ChoiceProps) {
  const { t } = useTranslation("admin");
  const [opened, setOpened] = useState(false);
  const word = opened ? t("people.hide") : t("people.allows", { count: Object.keys(role.permissions).length });
  return (
    <div className={classes.role}>
      <Checkbox
        size="sm"
        label={role.label}
        description={locked ?? role.description}
        checked={checked}
        disabled={disabled === true || locked !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <UnstyledButton className={classes.more} aria-expanded={opened} aria-label={t("people.allows_of", { word, role: role.label })} onClick={() => setOpened(!opened)}>
        {word}
      </UnstyledButton>
      {opened ? (
        <div className={classes.allows}>
          <RightsList permissions={role.permissions} />
        </div>
      ) : null}
    </div>
  );
}
