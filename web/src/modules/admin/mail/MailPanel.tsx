import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { DateText } from "@/ui/DateText";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showFailed } from "@/ui/UndoToast";
import shared from "../shared/admin.module.css";
import { mailTones, type Mail } from "./kinds";
import classes from "./mail.module.css";

/** One mail: to whom, what became of it, and what it says where that is kept. Its words are shown as text, never as a page. */
export function MailPanel({ id, onResend }: { id: string; onResend: (mail: Mail) => Promise<void> }) {
  const { t } = useTranslation("mail");
  const can = useCan();
  const [busy, setBusy] = useState(false);
  const query = useGet<Schema<"MailWhole">>(`/mail/messages/${id}`);
  if (query.isPending) return <RecordSkeleton />;
  if (query.isError) return <ErrorBlock error={query.error} retry={() => void query.refetch()} compact />;
  const m = query.data;
  return (
    <Stack gap="md" p="lg">
      <Group gap="sm">
        <StatusBadge kind="mail.message" state={m.state} tone={mailTones[m.state]} label={t(`states.${m.state}`)} />
        <Text size="sm" c="dimmed">
          <DateText value={m.sent_at ?? m.at} />
        </Text>
      </Group>
      {m.error ? <Notice tone="danger">{m.error}</Notice> : null}
      {m.state === "failed" && can("mail.message.resend") ? (
        <Button
          leftSection={<IconSend size={16} stroke={1.75} />}
          loading={busy}
          className={classes.act}
          onClick={() => {
            setBusy(true);
            void onResend(m).catch(showFailed).finally(() => setBusy(false));
          }}
        >
          {t("resend")}
        </Button>
      ) : null}
      {m.text ? (
        <section aria-label={t("text")} className={classes.letter}>
          <p className={classes.text}>{m.text}</p>
          {m.link ? (
            <p className={classes.link}>
              <Anchor href={m.link} rel="noreferrer">
                {m.label}
              </Anchor>
              <span className="lh-code">{m.link}</span>
            </p>
          ) : null}
          {m.hidden ? <p className={classes.hidden}>{t("hidden")}</p> : null}
        </section>
      ) : (
        <Text size="sm" c="dimmed">
          {m.state === "queued" ? t("no_words_yet") : t("no_words")}
        </Text>
      )}
      <dl className={shared.facts}>
        <dt>{t("to")}</dt>
        <dd>
          {m.name} · {m.address}
        </dd>
        {m.attempts > 0 ? (
          <>
            <dt>{t("attempts")}</dt>
            <dd>{m.attempts}</dd>
          </>
        ) : null}
        {m.answer ? (
          <>
            <dt>{t("answer")}</dt>
            <dd>{m.answer}</dd>
          </>
        ) : null}
        {m.message_id ? (
          <>
            <dt>{t("message_id")}</dt>
            <dd>
              <span className="lh-code">{m.message_id}</span>
            </dd>
          </>
        ) : null}
      </dl>
    </Stack>
  );
}
