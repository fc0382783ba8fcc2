import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Session } from "@/api/identity";
import { useGet, useRefresh } from "@/api/query";
import { DateText } from "@/ui/DateText";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import { browserOf } from "./browser";

/** Where I am signed in; each but this one can be ended. */
export function Sessions() {
  const { t } = useTranslation("app");
  const sessions = useGet<{ items?: Session[] | null }>("/identity/sessions");
  const refresh = useRefresh();
  const [ending, setEnding] = useState("");
  const nameOf = (session: Session) => {
    const { browser, system } = browserOf(session.browser);
    return browser && system ? t("sessions.browser_on", { browser, system }) : browser || system || t("sessions.unknown");
  };
  const end = async (session: Session) => {
    setEnding(session.id);
    try {
      await api.delete(`/identity/sessions/${session.id}`);
      showDone(t("sessions.ended", { browser: nameOf(session) }));
    } catch (cause) {
      showFailed(cause);
    } finally {
      await refresh("/identity/sessions");
      setEnding("");
    }
  };
  if (sessions.isPending) return <RecordSkeleton />;
  if (sessions.isError) return <ErrorBlock error={sessions.error} retry={() => void sessions.refetch()} compact />;
  return (
    <Rows<Session>
      label={t("sessions.title")}
      rows={sessions.data.items ?? []}
      rowKey={(session) => session.id}
      columns={[
        { key: "browser", label: t("sessions.browser"), cell: nameOf },
        { key: "address", label: t("sessions.address"), cell: (session) => session.address },
        { key: "seen", label: t("sessions.seen"), cell: (session) => <DateText value={session.seen_at} relative /> },
        {
          key: "end",
          label: t("sessions.end"),
          bare: true,
          width: 130,
          cell: (session) =>
            session.current ? (
              <StatusBadge kind="identity.session" state="current" tone="info" label={t("sessions.current")} />
            ) : (
              <Button size="compact-sm" variant="default" loading={ending === session.id} onClick={() => void end(session)}>
                {t("sessions.end")}
              </Button>
            ),
        },
      ]}
    />
  );
}
