import { IconMail, IconSend } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Notice } from "@/ui/Notice";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone } from "@/ui/UndoToast";
import classes from "../shared/admin.module.css";
import { mailKinds, mailStates, mailTones, type Mail } from "./kinds";
import { MailPanel } from "./MailPanel";

/** Mails that the house wrote: a mailbox to read where there is no mail server, a log of deliveries where there is one. */
export function MailScreen() {
  const { t } = useTranslation("mail");
  const can = useCan();
  const refresh = useRefresh();
  const state = useGet<Schema<"MailState">>("/mail/state", undefined, { staleTime: 300_000 });
  const notices = useGet<{ items?: Schema<"NotifyKindView">[] | null }>("/notify/kinds", undefined, { staleTime: 300_000 });
  const kinds = useMemo(() => mailKinds(notices.data?.items ?? []), [notices.data]);
  const columns = useMemo<GridColumn<Mail>[]>(
    () => [
      { key: "subject", label: t("subject"), width: 360, card: true },
      { key: "address", label: t("to"), kind: "text", filter: true, width: 300, card: true, cell: (m) => <span title={m.address}>{m.name ? `${m.name} · ${m.address}` : m.address}</span> },
      { key: "kind", label: t("kind"), kind: "choice", options: kinds, filter: true, width: 210, cell: (m) => kinds.find((k) => k.value === m.kind)?.label ?? m.kind },
      {
        key: "state",
        label: t("state"),
        kind: "status",
        options: mailStates.map((value) => ({ value, label: t(`states.${value}`) })),
        filter: true,
        width: 120,
        card: true,
        cell: (m) => <StatusBadge kind="mail.message" state={m.state} tone={mailTones[m.state]} label={t(`states.${m.state}`)} />,
      },
      { key: "at", label: t("at"), kind: "instant", relative: true, sort: true, filter: true, width: 140, card: true },
      { key: "error", label: t("error"), hidden: true },
      { key: "attempts", label: t("attempts"), kind: "number", hidden: true },
      { key: "message_id", label: t("message_id"), kind: "code", hidden: true },
    ],
    [t, kinds],
  );
  const resend = async (m: Mail) => {
    await api.post(`/mail/messages/${m.id}/resend`);
    showDone(t("resent"));
    await refresh("/mail");
  };
  const actions: RowAction<Mail>[] = [
    {
      id: "resend",
      label: t("resend"),
      icon: <IconSend size={16} stroke={1.75} />,
      hidden: () => !can("mail.message.resend"),
      disabled: (m) => (m.state === "failed" ? undefined : t("only_failed")),
      run: resend,
    },
  ];
  return (
    <Screen>
      <PageHeader title={t("title")} icon={IconMail} />
      {state.data ? (
        <div className={classes.health}>
          <Notice tone={state.data.sends ? "info" : "warning"}>{state.data.sends ? t("sends_notice", { from: state.data.from }) : t("kept_notice")}</Notice>
        </div>
      ) : null}
      <DataGrid<Mail>
        name="mail.messages"
        label={t("title")}
        endpoint="/mail/messages"
        columns={columns}
        defaultSort="-at"
        actions={actions}
        searchable={false}
        exportable={false}
        preview={(m) => ({ title: m.subject, body: <MailPanel id={m.id} onResend={resend} /> })}
        empty={<EmptyBlock icon={IconMail} title={t("none")} text={t("none_text")} />}
      />
    </Screen>
  );
}
