import { Button, Group, Stack, Text } from "@mantine/core";
import { IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Given, RoleRequest } from "@/api/access";
import { api } from "@/api/client";
import type { Member } from "@/api/identity";
import { useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { useCan, useMe } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed, showNote } from "@/ui/UndoToast";
import classes from "../shared/admin.module.css";
import { roleWords, useRoles } from "../shared/useRoles";
import { RolePicker } from "./RolePicker";

/** One person: facts, roles, and whether they may come in. */
export function MemberPanel({ member }: { member: Member }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const me = useMe();
  const myself = member.id === me.user.id;
  return (
    <Stack gap="lg" p="lg">
      <dl className={classes.facts}>
        <dt>{t("people.email")}</dt>
        <dd>{member.email}</dd>
        <dt>{t("people.state")}</dt>
        <dd>
          <StatusBadge kind="identity.user" state={member.state} label={t(`people.states.${member.state}`)} />
        </dd>
        <dt>{t("people.seen")}</dt>
        <dd>{member.last_seen_at ? <DateText value={member.last_seen_at} relative /> : t("people.never")}</dd>
        <dt>{t("people.joined")}</dt>
        <dd>
          <DateText value={member.joined_at} />
        </dd>
      </dl>
      {can("access.policy.read") ? (
        <AppLink to={`/admin/access/people/${member.id}`} fz="sm">
          {t("people.access")}
        </AppLink>
      ) : null}
      {can("identity.user.disable") && !myself ? <Access member={member} /> : null}
      {myself ? <Notice tone="info">{t("people.yourself")}</Notice> : null}
      <section aria-label={t("people.roles")}>
        <Text fw={600} mb="sm">
          {t("people.roles")}
        </Text>
        {can("access.assignment.assign") ? <Roles member={member} /> : <KnownRoles member={member} />}
      </section>
    </Stack>
  );
}

function KnownRoles({ member }: { member: Member }) {
  const { t } = useTranslation("admin");
  const roles = useRoles();
  return <Text size="sm">{roleWords(member.roles, roles.items) || t("people.no_roles")}</Text>;
}

function Roles({ member }: { member: Member }) {
  const { t } = useTranslation("admin");
  const roles = useRoles();
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "roles",
        label: t("people.roles"),
        kind: "multi",
        wide: true,
        render: ({ value, onChange, error }) => <RolePicker value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} error={error} />,
      },
    ],
    [t],
  );
  const record = useMemo(() => ({ roles: member.roles ?? [] }), [member.roles]);
  const open = useGet<{ items: RoleRequest[] }>("/access/requests", { state: "open" });
  const waiting = (open.data?.items ?? []).filter((request) => request.user.id === member.id);
  // What waits is not held: the form begins anew with what is.
  const [round, setRound] = useState(0);
  return (
    <Stack gap="sm">
      {waiting.length > 0 ? (
        <Notice tone="decision" actions={<AppLink to="/admin/access/requests" fz="sm">{t("people.see_requests")}</AppLink>}>
          {t("people.waiting", { roles: waiting.map((request) => request.role_name).join(", ") })}
        </Notice>
      ) : null}
      <Form<{ items: Given[] }>
        key={round}
        name={`identity.user/${member.id}`}
        fields={fields}
        record={record}
        narrow
        submitLabel={t("people.save_roles")}
        submit={(_body, { values }) => api.put<{ items: Given[] }>(`/identity/users/${member.id}/roles`, { roles: values["roles"] ?? [] })}
        onSaved={({ items }) => {
          const later = items.filter((given) => given.waiting);
          if (later.length === 0) showDone(t("people.roles_saved", { name: member.name }));
          else {
            showNote(t("people.roles_wait", { count: later.length, name: member.name, roles: roleWords(later.map((given) => given.role), roles.items) }));
            setRound(round + 1);
          }
          void refresh("/identity/users", "/identity/me", "/access");
        }}
      />
    </Stack>
  );
}

function Access({ member }: { member: Member }) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const fields = useMemo<FieldSpec[]>(() => [{ name: "reason", label: t("people.reason"), kind: "text", maxLength: 500, help: t("people.reason_help") }], [t]);
  const enable = async () => {
    setBusy(true);
    try {
      await api.post(`/identity/users/${member.id}/enable`);
      await refresh("/identity/users");
      showDone(t("people.enabled", { name: member.name }));
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  if (member.state === "disabled") {
    return (
      <Notice
        tone="neutral"
        actions={
          <Button size="compact-sm" variant="default" loading={busy} leftSection={<IconUserCheck size={16} stroke={1.75} />} onClick={() => void enable()}>
            {t("people.enable")}
          </Button>
        }
      >
        {t("people.is_disabled")}
      </Notice>
    );
  }
  return (
    <Group>
      <Button variant="default" leftSection={<IconUserOff size={16} stroke={1.75} />} onClick={() => setAsked(true)}>
        {t("people.disable")}
      </Button>
      {asked ? (
        <ActionDialog<void>
          title={t("people.disable_title", { name: member.name })}
          name={`identity.user/${member.id}/disable`}
          fields={fields}
          before={<Text size="sm">{t("people.disable_text")}</Text>}
          submitLabel={t("people.disable")}
          submit={(body) => api.post<void>(`/identity/users/${member.id}/disable`, { reason: body["reason"] ?? "" })}
          onSaved={() => {
            showDone(t("people.disabled", { name: member.name }));
            void refresh("/identity/users");
          }}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </Group>
  );
}
