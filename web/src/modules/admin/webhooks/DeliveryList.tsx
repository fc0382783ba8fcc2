import { Button, Group, Select } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGet, usePages } from "@/api/query";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { deliveryStates } from "./states";
import type { Endpoint, EventKind, WebhookDelivery } from "./types";
import { eventWord, statusWord } from "./words";

/** What an endpoint was sent, or is to be, within 30 days. The filter is in the address. */
export function DeliveryList({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation("webhooks");
  const [params, set] = useParams();
  const path = `/webhooks/endpoints/${endpoint.id}/deliveries`;
  const pages = usePages<WebhookDelivery>(path, { state: params["state"], type: params["type"] });
  const kinds = useGet<{ items: EventKind[] }>("/webhooks/events", undefined, { staleTime: 300_000 });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Boolean(params["state"] ?? params["type"]);
  const states = useMemo(() => deliveryStates.map((value) => ({ value, label: t(`delivery.states.${value}`) })), [t]);
  const types = [...(kinds.data?.items ?? []).map((kind) => kind.type), "webhooks.test"].map((value) => ({ value, label: eventWord(value) }));
  const columns: RowColumn<WebhookDelivery>[] = [
    {
      key: "event",
      label: t("delivery.event"),
      cell: (d) => (
        <AppLink to={`/admin/integrations/${endpoint.id}/deliveries/${d.id}`} fz="sm">
          {eventWord(d.type)}
        </AppLink>
      ),
    },
    { key: "record", label: t("delivery.record"), cell: (d) => (d.record ? <EntityLink entity={d.record.entity} id={d.record.id} label={d.title} /> : <Unknown />) },
    { key: "state", label: t("state"), cell: (d) => <StatusBadge kind="webhooks.delivery" state={d.state} label={t(`delivery.states.${d.state}`)} /> },
    { key: "status", label: t("delivery.answer"), cell: (d) => (d.attempts > 0 ? statusWord(d.status) : <Unknown />) },
    { key: "attempts", label: t("delivery.calls"), numeric: true, cell: (d) => d.attempts },
    { key: "next", label: t("delivery.next"), cell: (d) => (d.next_at ? <DateText value={d.next_at} relative /> : <Unknown />) },
    { key: "at", label: t("delivery.at"), cell: (d) => <DateText value={d.created_at} relative /> },
  ];
  return (
    <>
      <Group gap="sm" mb="sm">
        <Select size="xs" clearable aria-label={t("state")} placeholder={t("any_state")} data={states} value={params["state"] ?? null} onChange={(value) => set({ state: value ?? undefined })} w={180} clearButtonProps={{ "aria-label": t("ui:clear") }} />
        <Select size="xs" clearable searchable aria-label={t("delivery.event")} placeholder={t("any_event")} data={types} value={params["type"] ?? null} onChange={(value) => set({ type: value ?? undefined })} w={260} clearButtonProps={{ "aria-label": t("ui:clear") }} />
      </Group>
      {pages.isPending ? <RecordSkeleton /> : null}
      {pages.isError ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} compact /> : null}
      {pages.isSuccess && items.length === 0 ? (
        <EmptyBlock
          compact
          icon={IconMailForward}
          title={t(filtered ? "delivery.no_match" : "delivery.none")}
          text={t(filtered ? "delivery.no_match_text" : "delivery.none_text")}
          action={
            filtered ? (
              <Button variant="default" size="compact-sm" onClick={() => set({ state: undefined, type: undefined })}>
                {t("delivery.show_all")}
              </Button>
            ) : null
          }
        />
      ) : null}
      {items.length > 0 ? (
        <Rows<WebhookDelivery>
          label={t("deliveries")}
          rows={items}
          rowKey={(d) => d.id}
          columns={columns}
          foot={
            pages.hasNextPage ? (
              <Button variant="default" size="compact-sm" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("delivery.more")}
              </Button>
            ) : null
          }
        />
      ) : null}
    </>
  );
}
