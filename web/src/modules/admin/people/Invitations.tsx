import { Button } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Invitation } from "@/api/identity";
import { useGet, useRefresh } from "@/api/query";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { showDone, showFailed } from "@/ui/UndoToast";
import classes from "../shared/admin.module.css";
import { roleWords, useRoles } from "../shared/useRoles";

/** Invitations that are still open; their links are known to nobody any more. */
export function useInvitations(enabled: boolean) {
  return useGet<{ items?: Invitation[] | null }>("/identity/invitations", undefined, { enabled });
}

/** The open invitations, each of which can be withdrawn. */
export function Invitations({ onInvite }: { onInvite: () => void }) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const roles = useRoles();
  const invitations = useInvitations(true);
  const [busy, setBusy] = useState<string | null>(null);
  if (invitations.isPending) return <RecordSkeleton />;
  if (invitations.isError) return <ErrorBlock error={invitations.error} retry={() => void invitations.refetch()} />;
  const items = invitations.data.items ?? [];
  if (items.length === 0) {
    return (
      <EmptyBlock
        icon={IconMailForward}
        title={t("invitation.none")}
        text={t("invitation.none_text")}
        action={<Button onClick={onInvite}>{t("people.invite")}</Button>}
      />
    );
  }
  const withdraw = async (invitation: Invitation) => {
    setBusy(invitation.id);
    try {
      await api.delete(`/identity/invitations/${invitation.id}`);
      await refresh("/identity/invitations");
      showDone(t("invitation.withdrawn", { name: invitation.name }));
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Rows<Invitation>
      label={t("people.invitations")}
      rows={items}
      rowKey={(i) => i.id}
      columns={[
        {
          key: "name",
          label: t("people.name"),
          cell: (i) => (
            <>
              <span dir="auto">{i.name}</span>
              <span className={classes.second}>{i.email}</span>
            </>
          ),
        },
        { key: "roles", label: t("people.roles"), cell: (i) => roleWords(i.roles, roles.items) || t("people.no_roles") },
        { key: "sent", label: t("invitation.made"), cell: (i) => <DateText value={i.created_at} relative /> },
        { key: "until", label: t("invitation.until"), cell: (i) => <DateText value={i.expires_at} /> },
        {
          key: "act",
          label: t("invitation.act"),
          bare: true,
          width: 130,
          cell: (i) => (
            <Button
              size="compact-sm"
              variant="default"
              loading={busy === i.id}
              aria-label={t("invitation.withdraw_named", { name: i.name })}
              onClick={() => void withdraw(i)}
            >
              {t("invitation.withdraw")}
            </Button>
          ),
        },
      ]}
    />
  );
}
