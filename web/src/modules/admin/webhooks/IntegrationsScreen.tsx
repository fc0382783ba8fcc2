import { Button, Text } from "@mantine/core";
import { IconApi, IconPlus, IconWebhook } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import classes from "../shared/admin.module.css";
import { EndpointPanel } from "./EndpointPanel";
import type { Endpoint } from "./types";
import { eventWord, hostOf } from "./words";

/** Other systems that hear what happens here: their endpoints, and how they fare. */
export function IntegrationsScreen() {
  const { t } = useTranslation("webhooks");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const endpoints = useGet<{ items?: Endpoint[] | null }>("/webhooks/endpoints", { limit: 200 });
  const items = endpoints.data?.items ?? [];
  const make = can("webhooks.endpoint.manage") ? (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
      {t("new")}
    </Button>
  ) : null;
  const columns: RowColumn<Endpoint>[] = [
    {
      key: "name",
      label: t("endpoint"),
      cell: (e) => (
        <>
          <AppLink to={`/admin/integrations/${e.id}`} fz="sm">
            <span dir="auto">{e.description || hostOf(e.url)}</span>
          </AppLink>
          <span className={classes.second} dir="ltr">
            {e.url}
          </span>
        </>
      ),
    },
    { key: "state", label: t("state"), cell: (e) => <StatusBadge kind="webhooks.endpoint" state={e.state} label={t(`states.${e.state}`)} /> },
    {
      key: "health",
      label: t("health"),
      cell: (e) =>
        e.failing_since ? (
          <StatusBadge kind="webhooks.health" state="failing" label={t("failing")} />
        ) : e.last_success_at ? (
          <StatusBadge kind="webhooks.health" state="good" label={t("good")} />
        ) : (
          <Unknown />
        ),
    },
    { key: "success", label: t("last_success"), cell: (e) => (e.last_success_at ? <DateText value={e.last_success_at} relative /> : t("never")) },
    { key: "failing", label: t("failing_since"), cell: (e) => (e.failing_since ? <DateText value={e.failing_since} relative /> : <Unknown />) },
    { key: "events", label: t("hears"), cell: (e) => <Hears types={e.types} /> },
    { key: "owner", label: t("owner"), cell: (e) => <span dir="auto">{e.owner.name}</span> },
  ];
  return (
    <Screen>
      <PageHeader
        title={t("title")}
        icon={IconWebhook}
        actions={
          <>
            <Button variant="default" component="a" href="/reference" leftSection={<IconApi size={18} stroke={1.75} />}>
              {t("reference")}
            </Button>
            {items.length > 0 ? make : null}
          </>
        }
      />
      <div className={classes.page}>
        <Text size="sm" c="dimmed" maw={720}>
          {t("text")} <AppLink to="/admin/tokens" fz="inherit" inherit underline="always">{t("tokens_link")}</AppLink>
        </Text>
        {endpoints.isPending ? <RecordSkeleton /> : null}
        {endpoints.isError ? <ErrorBlock error={endpoints.error} retry={() => void endpoints.refetch()} /> : null}
        {endpoints.isSuccess && items.length === 0 ? <EmptyBlock icon={IconWebhook} title={t("none")} text={t("none_text")} action={make} /> : null}
        {items.length > 0 ? <Rows<Endpoint> label={t("title")} rows={items} rowKey={(e) => e.id} columns={columns} /> : null}
      </div>
      <SidePanel opened={Boolean(params["new"]) && can("webhooks.endpoint.manage")} onClose={() => set({ new: undefined })} title={t("new")}>
        <EndpointPanel onDone={(id) => (id ? go(`/admin/integrations/${id}`) : set({ new: undefined }))} />
      </SidePanel>
    </Screen>
  );
}

function Hears({ types }: { types: string[] }) {
  const { t } = useTranslation("webhooks");
  const [first] = types;
  if (!first) return <>{t("all_events")}</>;
  if (types.length === 1) return <>{eventWord(first)}</>;
  return <span title={types.map(eventWord).join(", ")}>{t("events_count", { count: types.length })}</span>;
}
