import { Text } from "@mantine/core";
import { IconBan, IconRefresh, IconTruckDelivery } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { DateText } from "@/ui/DateText";
import { isPositive } from "@/ui/decimal";
import { EntityLink } from "@/ui/EntityLink";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { showDone } from "@/ui/UndoToast";
import { Unknown } from "@/ui/Unknown";
import { reasonField } from "../shared/Reason";
import type { Delivery } from "../wire";
import { ShipLines } from "./ShipLines";
import { DeliveryState, isOpen } from "./state";

/** The page of a delivery. */
export function DeliveryPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <DeliveryDetail id={id} />;
}

/** A delivery with its lines: what is reserved, what is short and why, and what goes now. */
export function DeliveryDetail({ id }: { id: string }) {
  const query = useRecord<Delivery>(`/inventory/deliveries/${id}`, "inventory.delivery");
  return <RecordState query={query}>{(delivery) => <DeliveryView delivery={delivery} />}</RecordState>;
}

function DeliveryView({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("documents");
  const can = useCan();
  const refresh = useRefresh();
  const [cancelling, setCancelling] = useState(false);
  const lines = delivery.lines ?? [];
  const open = isOpen(delivery);
  const short = lines.some((line) => line.state === "open" && isPositive(line.open) && line.reserved !== line.open);
  const actions: RecordAction[] = [];
  if (open && short && can("inventory.delivery.allocate")) {
    actions.push({
      id: "allocate", label: t("delivery.allocate"), icon: IconRefresh, primary: lines.every((line) => !isPositive(line.reserved)),
      run: async () => {
        const after = await api.post<Delivery>(`/inventory/deliveries/${delivery.id}/allocate`, undefined, { version: delivery.version });
        const before = new Map(lines.map((line) => [line.id, line.reserved]));
        const got = (after.lines ?? []).some((line) => line.reserved !== before.get(line.id));
        showDone(got ? t("delivery.allocated") : t("delivery.allocated_nothing"));
        await refresh("/inventory");
      },
    });
  }
  if (open && can("inventory.delivery.cancel")) {
    actions.push({ id: "cancel", label: delivery.state === "partly" ? t("delivery.cancel_rest") : t("delivery.cancel"), icon: IconBan, danger: true, run: () => setCancelling(true) });
  }
  const to = delivery.ship_to;
  const address = [to.name, to.lines, [to.postcode, to.city].filter(Boolean).join(" "), to.region, to.country].filter(Boolean);
  return (
    <>
      <RecordPage
        icon={IconTruckDelivery}
        title={delivery.number}
        subtitle={<Text span inherit visibleFrom="sm">{delivery.party}</Text>}
        status={<DeliveryState delivery={delivery} />}
        actions={actions}
        details={[
          { label: t("delivery.order"), value: <EntityLink entity="crm.order" id={delivery.demand_id} label={delivery.reference} icon /> },
          { label: t("delivery.party"), value: delivery.party || <Unknown /> },
          { label: t("delivery.ship_to"), value: address.length > 0 ? <span style={{ whiteSpace: "pre-line" }}>{address.join("\n")}</span> : <Unknown /> },
          { label: t("delivery.ship_on"), value: <DateText value={delivery.ship_on} weekday due={open} /> },
          { label: t("receipt.warehouse"), value: delivery.warehouse.name },
          { label: t("delivery.shipped_at"), value: <DateText value={delivery.shipped_at} />, hidden: !delivery.shipped_at },
          { label: t("delivery.created"), value: <DateText value={delivery.created_at} /> },
        ]}
        tabs={[{ id: "lines", label: t("lines"), content: <ShipLines key={delivery.version} delivery={delivery} />, count: lines.length }]}
        timeline={{ entity: "inventory.delivery", id: delivery.id, refreshes: ["/inventory/deliveries"], fieldLabels: { state: t("delivery.state_label"), shipped_at: t("delivery.shipped_at"), ship_on: t("delivery.ship_on") } }}
        path={`/stock/deliveries/${delivery.id}`}
      />
      {cancelling ? <CancelDelivery delivery={delivery} onClose={() => setCancelling(false)} /> : null}
    </>
  );
}

function CancelDelivery({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation("documents");
  const refresh = useRefresh();
  const fields = useMemo(
    () => [reasonField(t("reason"), [t("delivery.reasons.customer"), t("delivery.reasons.stock"), t("delivery.reasons.mistake")])],
    [t],
  );
  return (
    <ActionDialog<Delivery>
      title={t("delivery.cancel_title", { number: delivery.number })}
      before={<Text size="sm">{t("delivery.cancel_text", { order: delivery.reference })}</Text>}
      name={`inventory.delivery.cancel/${delivery.id}`}
      fields={fields}
      danger
      submitLabel={delivery.state === "partly" ? t("delivery.cancel_rest") : t("delivery.cancel")}
      submit={(body, context) => api.post<Delivery>(`/inventory/deliveries/${delivery.id}/cancel`, body, { version: delivery.version, idempotencyKey: context.idempotencyKey })}
      onSaved={() => void refresh("/inventory", "/history", "/crm/orders")}
      onClose={onClose}
    />
  );
}
