import { IconTruckDelivery } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Delivery, Order } from "../wire";

/** The deliveries that inventory made for an order. */
export function Deliveries({ order }: { order: Order }) {
  const { t } = useTranslation("crm");
  const deliveries = useGet<Page<Delivery>>("/inventory/deliveries", { reference: order.number, limit: 50 }, { enabled: Boolean(order.number) });
  if (deliveries.isPending && order.number) return <RecordSkeleton />;
  if (deliveries.isError) return <ErrorBlock error={deliveries.error} retry={() => void deliveries.refetch()} compact />;
  const rows = deliveries.data?.items ?? [];
  if (rows.length === 0) return <EmptyBlock compact icon={IconTruckDelivery} title={t("delivery.none")} text={t("delivery.none_text")} />;
  return (
    <Rows<Delivery>
      label={t("order.deliveries")}
      rows={rows}
      rowKey={(d) => d.id}
      columns={[
        { key: "number", label: t("delivery.number"), cell: (d) => <EntityLink entity="inventory.delivery" id={d.id} label={d.number} /> },
        { key: "state", label: t("status"), cell: (d) => <StatusBadge kind="inventory.delivery" state={d.state} /> },
        { key: "warehouse", label: t("delivery.warehouse"), cell: (d) => d.warehouse.name },
        { key: "ship_on", label: t("delivery.ship_on"), cell: (d) => <DateText value={d.ship_on} /> },
        { key: "shipped_at", label: t("delivery.shipped_at"), cell: (d) => <DateText value={d.shipped_at} /> },
      ]}
    />
  );
}
