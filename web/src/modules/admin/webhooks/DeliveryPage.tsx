import { Button, Stack, Text, Tooltip } from "@mantine/core";
import { IconMailForward, IconRefresh } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import admin from "../shared/admin.module.css";
import { Exchange } from "./Exchange";
import type { Endpoint, WebhookDelivery } from "./types";
import { eventWord, hostOf } from "./words";

/** One event on its way to one endpoint: every call with what was asked and what came back. */
export function DeliveryPage() {
  const { t } = useTranslation("webhooks");
  const { id = "", delivery = "" } = useRouteParams({ strict: false }) as { id?: string; delivery?: string };
  const can = useCan();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const path = `/webhooks/endpoints/${id}/deliveries/${delivery}`;
  const endpoint = useGet<Endpoint>(`/webhooks/endpoints/${id}`);
  const record = useGet<WebhookDelivery>(path, undefined, { refetchInterval: 5_000 });
  const d = record.data;
  const e = endpoint.data;
  const failed = [record, endpoint].find((query) => query.isError);
  if (failed) return <ErrorBlock error={failed.error!} retry={() => void failed.refetch()} />;
  if (!d || !e) return <RecordSkeleton />;
  const replay = () => {
    setBusy(true);
    void api
      .post(`${path}/replay`)
      .then(() => showDone(t(d.state === "pending" ? "delivery.hurried" : "delivery.replayed")))
      .then(() => refresh("/webhooks"))
      .catch(showFailed)
      .finally(() => setBusy(false));
  };
  const replayable = can("webhooks.endpoint.manage") && d.type !== "webhooks.test";
  const on = e.state === "on";
  const calls = d.calls ?? [];
  return (
    <Screen>
      <PageHeader
        title={eventWord(d.type)}
        icon={IconMailForward}
        aside={<StatusBadge kind="webhooks.delivery" state={d.state} label={t(`delivery.states.${d.state}`)} />}
        actions={
          replayable ? (
            <Tooltip label={t("resume_first")} disabled={on} openDelay={0}>
              <Button
                leftSection={<IconRefresh size={18} stroke={1.75} />}
                loading={busy}
                data-disabled={on ? undefined : true}
                aria-disabled={on ? undefined : true}
                onClick={() => (on ? replay() : undefined)}
              >
                {t(d.state === "pending" ? "delivery.hurry" : "delivery.replay")}
              </Button>
            </Tooltip>
          ) : null
        }
      >
        <Text size="sm" c="dimmed">
          {t("delivery.to")}{" "}
          <AppLink to={`/admin/integrations/${id}`} fz="inherit" inherit underline="always">
            <span dir="auto">{e.description || hostOf(e.url)}</span>
          </AppLink>
        </Text>
      </PageHeader>
      <div className={admin.page}>
        {d.state === "sent" ? null : <Notice tone={d.state === "failed" ? "danger" : d.state === "pending" ? "info" : "warning"}>{[t(`delivery.means.${d.state}`), d.why].filter(Boolean).join(" ")}</Notice>}
        <dl className={admin.facts}>
          <dt>{t("delivery.at")}</dt>
          <dd>
            <DateText value={d.created_at} />
          </dd>
          {d.next_at ? (
            <>
              <dt>{t("delivery.next")}</dt>
              <dd>
                <DateText value={d.next_at} />
              </dd>
            </>
          ) : null}
          {d.record ? (
            <>
              <dt>{t("delivery.record")}</dt>
              <dd>
                <EntityLink entity={d.record.entity} id={d.record.id} label={d.title} />
              </dd>
            </>
          ) : null}
          <dt>{t("delivery.id")}</dt>
          <dd className="lh-code">{d.id}</dd>
          <dt>{t("delivery.type")}</dt>
          <dd className="lh-code">{d.type}</dd>
        </dl>
        {calls.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("delivery.no_calls")}
          </Text>
        ) : (
          <Stack gap="md">
            {calls.map((call) => (
              <Exchange key={call.n} call={call} body={d.body ?? ""} />
            ))}
          </Stack>
        )}
      </div>
    </Screen>
  );
}
