import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Assignment, Given } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { today } from "@/ui/dates";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone, showNote } from "@/ui/UndoToast";
import { endOf, startOf } from "./period";
import { RoleSelect } from "./RoleSelect";

interface GiveRoleProps {
  person: { id: string; name: string };
  /** A role that is proposed, or one that is held and gets another end. */
  role?: string;
  held: Assignment[];
  onClose: () => void;
}

/** What changes when somebody gets a role or loses one. */
export const touched = ["/access/people", "/access/assignments", "/access/requests", "/access/status", "/access/roles", "/identity/users", "/identity/me"];

/** Gives somebody a role, for a while or until it is taken away. */
export function GiveRole({ person, role, held, onClose }: GiveRoleProps) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  const before = held.find((a) => a.role === role);
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "role",
        label: t("role.label"),
        kind: "select",
        required: true,
        render: ({ value, onChange, error, id }) => (
          <RoleSelect id={id} value={typeof value === "string" ? value : ""} onChange={onChange} error={error} without={(r) => r.id !== role && held.some((a) => a.role === r.id)} />
        ),
      },
      { name: "from", label: t("give.from"), kind: "date", help: t("give.from_help"), pointer: "/valid_from" },
      {
        name: "to",
        label: t("give.to"),
        kind: "date",
        help: t("give.to_help"),
        pointer: "/valid_to",
        validate: (value, values) => (value && String(value) < (String(values["from"] ?? "") || today()) ? t("give.to_before") : undefined),
      },
      { name: "reason", label: t("give.reason"), kind: "textarea", maxLength: 500, help: t("give.reason_help") },
    ],
    [t, role, held],
  );
  const defaults = useMemo(() => ({ role: role ?? "", reason: before?.reason ?? "" }), [role, before]);
  return (
    <ActionDialog<Given>
      title={t(before ? "give.extend_title" : "give.title", { name: person.name })}
      name={`access.assignment/${person.id}/new`}
      fields={fields}
      defaults={defaults}
      submitLabel={t(before ? "give.extend" : "give.submit")}
      onClose={onClose}
      before={
        <Text size="sm" c="dimmed">
          {t("give.text")}
        </Text>
      }
      submit={(_body, { values, idempotencyKey }) =>
        api.post<Given>(
          "/access/assignments",
          { user: person.id, role: values["role"], valid_from: startOf(values["from"] as string), valid_to: endOf(values["to"] as string), reason: values["reason"] || undefined },
          { idempotencyKey },
        )
      }
      onSaved={(given) => {
        if (given.waiting) showNote(t("give.waits", { name: person.name }));
        else showDone(t("give.done", { name: person.name }));
        void refresh(...touched);
      }}
    />
  );
}
