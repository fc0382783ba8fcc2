import { IconCheck, IconPencil, IconPlayerPause, IconPlayerPlay, IconReceipt, IconTrash, IconX } from "@tabler/icons-react";
import { useBlocker, useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { isPositive } from "@/ui/decimal";
import { useEmbedded } from "@/ui/embedded";
import { EntityLink } from "@/ui/EntityLink";
import { Money } from "@/ui/Money";
import { formatDecimal } from "@/ui/number";
import { RecordPage, RecordState, type Fact, type RecordAction } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { useInlineFacts } from "@/ui/useInlineFacts";
import { addressLine } from "../accounts/Addresses";
import { flat, type Order, written } from "../wire";
import { act } from "./acts";
import { Deliveries } from "./Deliveries";
import { LineEditor } from "./LineEditor";
import { LineTable } from "./LineTable";
import { OrderDialog, type Asked } from "./OrderDialog";
import { OrderProgress } from "./OrderProgress";
import { orderFields, orderLabels } from "./fields";
import { useOrderLines } from "./useOrderLines";

/** Page of an order. */
export function OrderPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <OrderDetail id={id} />;
}

/** An order: on its page, and in the side panel of the list. */
export function OrderDetail({ id }: { id: string }) {
  const query = useRecord<Order>(`/crm/orders/${id}`, "crm.order");
  return <RecordState query={query}>{(order) => <OrderView order={order} />}</RecordState>;
}

function OrderView({ order }: { order: Order }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const embedded = useEmbedded();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<Asked | null>(null);
  const editable = can("crm.order.update");
  const draft = order.status === "draft";
  const fields = useMemo(() => orderFields(t, order), [t, order]);
  const fact = useInlineFacts(order, { entity: "crm.order", endpoint: "/crm/orders", fields, editable, read: flat, write: written });
  const after = () => refresh("/crm/orders", "/crm/accounts", "/inventory/deliveries", "/history");
  const lines = useOrderLines(order, () => void after());
  const path = `/crm/orders/${order.id}`;
  const open = order.status === "confirmed" || order.status === "partially_fulfilled";
  const title = order.number || t("order.draft_for", { account: order.account.name ?? "" });

  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: () => lines.dirty });

  const actions: RecordAction[] = [];
  if (draft && can("crm.order.confirm"))
    actions.push({
      id: "confirm", label: t("order.confirm"), icon: IconCheck, primary: true, disabled: lines.lines.length === 0 && t("order.confirm_needs_lines"),
      run: async () => {
        // What is typed belongs to what is confirmed.
        const now = lines.dirty ? await lines.save() : order;
        if (now) setAsked({ kind: "confirm", order: now });
      },
    });
  if (order.status === "on_hold" && editable)
    actions.push({
      id: "release", label: t("order.release"), icon: IconPlayerPlay, primary: true,
      run: async () => {
        await act(order, "release");
        await after();
      },
    });
  if (open && editable) actions.push({ id: "hold", label: t("order.hold"), icon: IconPlayerPause, run: () => setAsked({ kind: "hold", order }) });
  if (draft && editable) actions.push({ id: "ship_to", label: t("order.edit_ship_to"), icon: IconPencil, run: () => setAsked({ kind: "ship_to", order }) });
  if ((draft || open || order.status === "on_hold") && can("crm.order.cancel"))
    actions.push({ id: "cancel", label: t("order.cancel"), icon: IconX, danger: true, run: () => setAsked({ kind: "cancel", order }) });
  if (draft && can("crm.order.delete")) actions.push({ id: "delete", label: t("order.delete"), icon: IconTrash, danger: true, run: () => setAsked({ kind: "delete", order }) });

  const short = (order.lines ?? []).filter((l) => isPositive(l.short)).length;
  const facts: Fact[] = [
    { label: t("order.total"), value: <Money value={{ amount: order.total, currency: order.currency }} code /> },
    { label: t("order.goods"), value: <Money value={{ amount: order.untaxed, currency: order.currency }} /> },
    { label: t("order.required_on"), value: <DateText value={order.required_on} weekday due={order.overdue} /> },
    { label: t("order.shipped_on"), value: <DateText value={order.shipped_on} />, hidden: !order.shipped_on },
    { label: t("order.short_lines"), value: t("order.lines_count", { count: short }), hidden: draft || short === 0 },
  ];
  const details: Fact[] = [
    fact("account_id", <EntityLink entity="crm.account" id={order.account.id} label={order.account.name} />, { editable: draft }),
    fact("contact_id", order.contact?.id ? <EntityLink entity="crm.contact" id={order.contact.id} label={order.contact.name} /> : "–", { editable: draft }),
    fact("reference", <span dir="auto">{order.reference || "–"}</span>),
    fact("ordered_on", <DateText value={order.ordered_on} />, { editable: draft }),
    fact("required_on", <DateText value={order.required_on} weekday due={order.overdue} />),
    fact("salesperson_id", order.salesperson?.id ? <EntityLink entity="hr.employee" id={order.salesperson.id} label={order.salesperson.name} /> : "–"),
    fact("discount_percent", t("percent", { value: formatDecimal(order.discount_percent) }), { editable: draft }),
    fact("freight", <Money value={{ amount: order.freight, currency: order.currency }} />, { editable: draft }),
    { label: t("order.ship_to"), value: <ShipTo order={order} /> },
    fact("owner_id", order.owner?.name ?? "–", { editable: can("crm.order.assign") && can("identity.user.read") }),
  ];

  return (
    <>
      <RecordPage
        icon={IconReceipt}
        title={title}
        subtitle={order.number ? order.account.name : undefined}
        status={<StatusBadge kind="crm.order" state={order.status} label={t(`order.states.${order.status}`)} />}
        actions={actions}
        facts={facts}
        details={details}
        custom={{ entity: "crm.order", endpoint: "/crm/orders", record: order, editable: editable && order.status !== "cancelled" }}
        path={path}
        banner={<OrderProgress order={order} />}
        tabs={[
          {
            id: "lines",
            label: t("line.title"),
            count: order.lines?.length ?? 0,
            content: draft && editable && !embedded ? <LineEditor order={order} state={lines} /> : <LineTable order={order} />,
          },
          ...(draft || !can("inventory.delivery.read") ? [] : [{ id: "deliveries", label: t("order.deliveries"), content: <Deliveries order={order} /> }]),
        ]}
        timeline={{ entity: "crm.order", id: order.id, fieldLabels: orderLabels(t), refreshes: ["/crm/orders"] }}
      />
      {asked ? (
        <OrderDialog
          kind={asked.kind}
          // What is confirmed is what was seen; the other acts take the order as it is now.
          order={asked.kind === "confirm" ? asked.order : order}
          onClose={() => setAsked(null)}
          onDone={(kind) => {
            if (kind === "delete" && !embedded) go("/crm/orders");
            void after();
          }}
        />
      ) : null}
    </>
  );
}

function ShipTo({ order }: { order: Order }) {
  const line = addressLine(order.ship_to);
  if (!order.ship_to.name && !line) return <>–</>;
  return (
    <span dir="auto">
      {order.ship_to.name}
      {order.ship_to.name && line ? <br /> : null}
      {line}
    </span>
  );
}
