import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Matrix } from "../types";

interface TriedRoleProps {
  draft: string | undefined;
  value: string | undefined;
  onChange: (role: string | undefined) => void;
}

/** A role that the person is to have, too: one that there is, or one of the draft that nobody can have yet. */
export function TriedRole({ draft, value, onChange }: TriedRoleProps) {
  const { t } = useTranslation("grants");
  const matrix = useGet<Matrix>("/access/matrix", { draft });
  const roles = (matrix.data?.roles ?? []).filter((role) => !role.fixed);
  return (
    <Select
      label={t("try.role")}
      placeholder={t("try.role_hint")}
      data={roles.map((role) => ({ value: role.id, label: role.name }))}
      value={roles.some((role) => role.id === value) ? (value ?? null) : null}
      onChange={(next) => onChange(next ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("ui:clear") }}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
