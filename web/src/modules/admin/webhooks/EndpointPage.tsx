import { Modal } from "@mantine/core";
import { IconKey, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconSend, IconTrash, IconUserCheck, IconWebhook } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { useParams } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatCount } from "@/ui/number";
import { RecordPage, RecordSkeleton, type RecordAction } from "@/ui/RecordPage";
import { Screen } from "@/ui/Screen";
import { useCan, useMe } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { showDone } from "@/ui/UndoToast";
import { DeliveryList } from "./DeliveryList";
import { EndpointDialogs, type EndpointAct } from "./EndpointDialogs";
import { EndpointNotice } from "./EndpointNotice";
import { EndpointPanel } from "./EndpointPanel";
import { TestResult } from "./TestResult";
import type { Endpoint, WebhookDelivery } from "./types";
import { Verify } from "./Verify";
import { eventWord, hostOf } from "./words";

/** One endpoint: how it fares, what it was sent and answered, and what can be done about it. */
export function EndpointPage() {
  const { t } = useTranslation("webhooks");
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const can = useCan();
  const me = useMe();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const [act, setAct] = useState<EndpointAct | null>(null);
  const [testing, setTesting] = useState(false);
  const [test, setTest] = useState<WebhookDelivery | null>(null);
  const path = `/webhooks/endpoints/${id}`;
  const record = useRecord<Endpoint>(path, "jobs.endpoint");
  const e = record.data;
  if (record.isError) return <ErrorBlock error={record.error} retry={() => void record.refetch()} />;
  if (!e) return <RecordSkeleton />;
  const change = (verb: "pause" | "resume", said: string) => async () => {
    await api.post(`${path}/${verb}`, undefined, { version: e.version });
    showDone(said);
    await refresh("/webhooks");
  };
  const sendTest = async () => {
    setTesting(true);
    try {
      setTest(await api.post<WebhookDelivery>(`${path}/test`));
      await refresh("/webhooks");
    } finally {
      setTesting(false);
    }
  };
  const on = e.state === "on";
  const actions: RecordAction[] = can("webhooks.endpoint.manage")
    ? [
        { id: "test", label: testing ? t("test.sending") : t("test.send"), icon: IconSend, primary: true, disabled: testing && t("test.sending"), run: sendTest },
        on
          ? { id: "pause", label: t("pause"), icon: IconPlayerPause, run: change("pause", t("paused_done")) }
          : { id: "resume", label: t("resume"), icon: IconPlayerPlay, run: change("resume", t("resumed_done")) },
        { id: "replay", label: t("replay_failed"), icon: IconRefresh, disabled: !on && t("resume_first"), run: () => setAct("replay") },
        { id: "edit", label: t("edit"), icon: IconPencil, run: () => set({ form: "edit" }) },
        ...(e.owner.id === me.user.id ? [] : [{ id: "own", label: t("take_over"), icon: IconUserCheck, run: () => setAct("own") }]),
        { id: "rotate", label: t("rotate"), icon: IconKey, run: () => setAct("rotate") },
        ...(e.old_secret_ends ? [{ id: "end", label: t("end_old"), icon: IconKey, run: () => setAct("end") }] : []),
        { id: "delete", label: t("delete"), icon: IconTrash, danger: true, run: () => setAct("delete") },
      ]
    : [];
  return (
    <Screen>
      <RecordPage
        icon={IconWebhook}
        title={e.description || hostOf(e.url)}
        subtitle={<span dir="ltr">{e.url}</span>}
        status={<StatusBadge kind="webhooks.endpoint" state={e.state} label={t(`states.${e.state}`)} />}
        path={`/admin/integrations/${id}`}
        actions={actions}
        banner={<EndpointNotice endpoint={e} onResume={can("webhooks.endpoint.manage") ? change("resume", t("resumed_done")) : undefined} />}
        facts={[
          { label: t("last_success"), value: e.last_success_at ? <DateText value={e.last_success_at} relative /> : t("never") },
          { label: t("failing_since"), value: e.failing_since ? <DateText value={e.failing_since} relative /> : <Unknown /> },
          { label: t("delivery.states.sent"), value: formatCount(e.counts?.["sent"] ?? 0) },
          { label: t("delivery.states.failed"), value: formatCount(e.counts?.["failed"] ?? 0) },
        ]}
        details={[
          { label: t("owner"), value: <span dir="auto">{e.owner.name}</span> },
          { label: t("token"), value: <span dir="auto">{e.token?.name}</span>, hidden: !e.token },
          { label: t("hears"), value: e.types.length === 0 ? t("all_events") : <Types types={e.types} /> },
          { label: t("old_secret_until"), value: e.old_secret_ends ? <DateText value={e.old_secret_ends} /> : null, hidden: !e.old_secret_ends },
          { label: t("made"), value: <DateText value={e.created_at} /> },
        ]}
        tabs={[
          { id: "deliveries", label: t("deliveries"), content: <DeliveryList endpoint={e} /> },
          { id: "verify", label: t("verify.tab"), content: <Verify /> },
        ]}
        timeline={{ entity: "jobs.endpoint", id, refreshes: ["/webhooks"] }}
      />
      <SidePanel opened={params["form"] === "edit" && can("webhooks.endpoint.manage")} onClose={() => set({ form: undefined })} title={t("edit_title")}>
        <EndpointPanel endpoint={e} onDone={() => set({ form: undefined })} />
      </SidePanel>
      <EndpointDialogs endpoint={e} act={act} onClose={() => setAct(null)} />
      <Modal opened={test !== null} closeButtonProps={{ "aria-label": t("ui:close") }} onClose={() => setTest(null)} title={t("test.title")} size="xl">
        {test ? <TestResult delivery={test} /> : null}
      </Modal>
    </Screen>
  );
}

function Types({ types }: { types: string[] }) {
  return (
    <>
      {types.map((type) => (
        <div key={type}>{eventWord(type)}</div>
      ))}
    </>
  );
}
