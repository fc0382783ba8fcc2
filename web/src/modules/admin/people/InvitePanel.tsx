import { Button, Group, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Invitation } from "@/api/identity";
import { useRefresh } from "@/api/query";
import { formatInstant } from "@/ui/dates";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { useCan } from "@/ui/session";
import { Secret } from "../shared/Secret";
import { RolePicker } from "./RolePicker";

/** Invites somebody, and then shows the link: once, as only its print is kept. */
export function InvitePanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const refresh = useRefresh();
  const [made, setMade] = useState<Invitation | null>(null);
  const assign = can("access.assignment.assign");
  const fields = useMemo<FieldSpec[]>(() => {
    const list: FieldSpec[] = [
      { name: "name", label: t("people.name"), kind: "text", required: true, maxLength: 200 },
      { name: "email", label: t("people.email"), kind: "email", required: true, maxLength: 254 },
    ];
    if (assign) {
      list.push({
        name: "roles",
        label: t("people.roles"),
        kind: "multi",
        wide: true,
        render: ({ value, onChange, error }) => <RolePicker value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} error={error} />,
      });
    }
    return list;
  }, [t, assign]);
  if (made) return <Link invitation={made} onDone={onDone} onAgain={() => setMade(null)} />;
  return (
    <Form<Invitation>
      name="identity.invitation/new"
      fields={fields}
      narrow
      submitLabel={t("invitation.make")}
      submit={(body, { idempotencyKey }) => api.post<Invitation>("/identity/invitations", { ...body, roles: body["roles"] ?? [] }, { idempotencyKey })}
      onSaved={(invitation) => {
        setMade(invitation);
        void refresh("/identity/invitations");
      }}
      onCancel={onDone}
    >
      <Text size="sm" c="dimmed">
        {t("invitation.mailed")}
      </Text>
    </Form>
  );
}

function Link({ invitation, onDone, onAgain }: { invitation: Invitation; onDone: () => void; onAgain: () => void }) {
  const { t } = useTranslation("admin");
  const link = `${window.location.origin}/join?token=${encodeURIComponent(invitation.token ?? "")}`;
  return (
    <Stack gap="md" p="lg">
      <Notice tone="success">{t("invitation.made_for", { name: invitation.name })}</Notice>
      <Secret value={link} label={t("invitation.link")} />
      <Text size="sm">{t("invitation.send", { email: invitation.email, until: formatInstant(invitation.expires_at) })}</Text>
      <Notice tone="warning">{t("invitation.once")}</Notice>
      <Group gap="sm">
        <Button onClick={onDone}>{t("done")}</Button>
        <Button variant="default" onClick={onAgain}>
          {t("invitation.another")}
        </Button>
      </Group>
    </Stack>
  );
}
