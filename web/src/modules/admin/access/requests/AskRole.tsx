import { Text } from "@mantine/core";
import i18n from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useRoleChoices, type RoleRequest } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { addDays, today } from "@/ui/dates";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { showDone } from "@/ui/UndoToast";
import { actionWord } from "../words";
import { objectWord, rightOf } from "../../shared/rights";
import { touched } from "../person/GiveRole";
import { endOf } from "../person/period";
import { RoleSelect } from "../person/RoleSelect";

interface AskRoleProps {
  /** A right that was refused: only roles that give it are offered. */
  right?: string;
  onClose: () => void;
}

const usual = 30;

/** Asks for a role for oneself, for a while; whoever may approve is told. */
export function AskRole({ right, onClose }: AskRoleProps) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  const choices = useRoleChoices(right);
  const none = right !== undefined && choices.data?.items.length === 0;
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "role",
        label: t("role.label"),
        kind: "select",
        required: true,
        render: ({ value, onChange, error, id }) => (
          <RoleSelect id={id} value={typeof value === "string" ? value : ""} onChange={onChange} error={error} gives={right} without={(role) => role.held} />
        ),
      },
      {
        name: "to",
        label: t("give.to"),
        kind: "date",
        required: true,
        help: t("ask_role.to_help"),
        pointer: "/valid_to",
        validate: (value) => (value && String(value) < today() ? t("ask_role.to_past") : undefined),
      },
      { name: "reason", label: t("ask_role.reason"), kind: "textarea", required: true, maxLength: 500, help: t("ask_role.reason_help") },
    ],
    [t, right],
  );
  const defaults = useMemo(() => ({ to: addDays(today(), usual) }), []);
  return (
    <ActionDialog<RoleRequest>
      title={t("ask_role.title")}
      name="access.request/new"
      fields={fields}
      defaults={defaults}
      submitLabel={t("ask_role.submit")}
      onClose={onClose}
      before={
        <>
          <Text size="sm" c="dimmed">
            {t("ask_role.text")}
          </Text>
          {right ? <Notice tone={none ? "warning" : "info"}>{t(none ? "ask_role.no_role_gives" : "ask_role.roles_that_give", { right: wordOf(right) })}</Notice> : null}
        </>
      }
      submit={(_body, { values, idempotencyKey }) =>
        api.post<RoleRequest>("/access/requests", { role: values["role"], valid_to: endOf(values["to"] as string), reason: values["reason"] }, { idempotencyKey })
      }
      onSaved={() => {
        showDone(t("ask_role.done"));
        void refresh(...touched);
      }}
    />
  );
}

// Whoever asks may not read the policy, and so not its labels: the words come from here.
function wordOf(permission: string): string {
  const right = rightOf(permission, "");
  return i18n.t("grants:right", { object: objectWord(right), action: actionWord(right.action).toLowerCase() });
}
