import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { loginSource } from "../sources";
import { written, type Person } from "../wire";

/** Says which login is this person's. It decides what "own" and "team" mean for the login. */
export function LoginDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(() => [{ name: "login_id", label: t("login.label"), kind: "picker", picker: loginSource, help: t("login.help") }], [t]);
  return (
    <ActionDialog<Person>
      title={t("login.title", { name: person.name })}
      before={<Text size="sm">{t("login.text")}</Text>}
      name={`hr.employee.login/${person.id}`}
      fields={fields}
      record={person}
      version={person.version}
      submitLabel={t("login.submit")}
      submit={(body, context) => api.post<Person>(`/hr/employees/${person.id}/login`, written({ login_id: person.login_id ?? "", ...body }), { version: person.version, idempotencyKey: context.idempotencyKey })}
      onSaved={() => void refresh("/hr", "/history")}
      onClose={onClose}
    />
  );
}
