import { Button, Group } from "@mantine/core";
import { IconPlus, IconReceipt, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn, type GridEdit } from "@/ui/DataGrid";
import { formatDay } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Money } from "@/ui/Money";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { accountOfNew } from "../shared/newFor";
import { useOwnerOptions } from "../shared/owners";
import { accountSource, salespersonSource } from "../sources";
import { flat, written, type Order } from "../wire";
import { orderFields, stateOptions } from "./fields";
import { OrderForm } from "./OrderForm";
import { OrderDetail } from "./OrderPage";
import classes from "./orders.module.css";

// The questions that are asked every day, as conditions of the list.
const quick = {
  all: {},
  draft: { status: "draft" },
  open: { status: "confirmed,partially_fulfilled,on_hold" },
  overdue: { overdue: "true" },
  short: { short: "true" },
} as const;
type Quick = keyof typeof quick;

// What can still be changed of a binding order.
const binding = new Set(["owner_id", "salesperson_id", "reference", "required_on"]);

/** All orders that one may see. */
export function OrderList() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const owners = useOwnerOptions();
  const close = () => set({ new: undefined });
  const columns = useMemo<GridColumn<Order>[]>(
    () => [
      {
        key: "number", label: t("order.number"), kind: "code", sort: true, filter: true, width: 130,
        cell: (o) => (o.number ? <span className="lh-code">{o.number}</span> : t("order.draft")),
      },
      {
        key: "account_id", label: t("order.account"), kind: "ref", entity: "crm.account", value: (o) => o.account.id, labelField: "account.name",
        filter: true, picker: accountSource, card: true, width: 220,
      },
      { key: "status", label: t("status"), kind: "status", status: "crm.order", options: stateOptions(t), filter: true, card: true, width: 160 },
      { key: "total", label: t("order.total"), kind: "money", sort: true, filter: true, card: true, exportAs: ["total", "currency"], cell: (o) => <Money value={{ amount: o.total, currency: o.currency }} /> },
      { key: "ordered_on", label: t("order.ordered_on"), kind: "date", sort: true, filter: true },
      {
        key: "required_on", label: t("order.required_on"), kind: "date", sort: true, filter: true, optional: true, width: 190,
        cell: (o) => <Required order={o} />,
      },
      { key: "shipped_on", label: t("order.shipped_on"), kind: "date", sort: true, filter: true, optional: true, hidden: true },
      { key: "salesperson_id", label: t("salesperson"), kind: "ref", entity: "hr.employee", value: (o) => o.salesperson?.id, labelField: "salesperson.name", filter: true, optional: true, picker: salespersonSource, width: 160 },
      { key: "owner_id", label: t("owner"), kind: "choice", options: owners, filter: true, optional: true, people: true, cell: (o) => o.owner?.name ?? "–", exportAs: "owner.name", hidden: true },
      { key: "reference", label: t("order.reference"), hidden: true },
      { key: "ship_country", label: t("order.ship_country"), filter: true, value: (o) => o.ship_to.country, kind: "choice", exportAs: "ship_to.country", hidden: true },
      { key: "overdue", label: t("order.overdue"), kind: "boolean", filter: true, hidden: true },
      { key: "late", label: t("order.late"), kind: "boolean", filter: true, hidden: true },
      { key: "short", label: t("order.short"), kind: "boolean", filter: true, exportAs: false, hidden: true },
      { key: "currency", label: t("order.currency"), kind: "choice", filter: true, hidden: true },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, owners],
  );
  const views = useMemo(() => (Object.keys(quick) as Quick[]).map((id) => ({ id, label: t(`order.quick_${id}`), params: quick[id] })), [t]);
  const edit = useMemo<GridEdit<Order>>(
    () => ({
      entity: "crm.order",
      fields: orderFields(t, { currency: "" }).filter((f) => f.name !== "owner_id" || (can("crm.order.assign") && can("identity.user.read"))),
      read: flat, write: written, away: "delete", owner: "owner_id",
      closed: (o, field) => o.status === "cancelled" || (o.status !== "draft" && !binding.has(field) && !field.startsWith("custom.")),
      title: (o) => o.number || t("order.draft_for", { account: o.account.name ?? "" }),
    }),
    [t, can],
  );
  const create = () => set({ new: "1" });
  return (
    <Screen>
      <PageHeader
        title={t("order.title")}
        icon={IconReceipt}
        actions={
          can("crm.order.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={create}>
              {t("order.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Order>
        name="crm.orders"
        label={t("order.title")}
        endpoint="/crm/orders"
        entity="crm.order"
        columns={columns}
        defaultSort="-created_at"
        arrange
        views={views}
        href={(o) => `/crm/orders/${o.id}`}
        preview={(o) => ({ title: o.number || t("order.draft_for", { account: o.account.name ?? "" }), body: <OrderDetail id={o.id} /> })}
        edit={edit}
        exportable={can("crm.order.export")}
        empty={
          <EmptyBlock
            icon={IconReceipt}
            title={t("order.none")}
            text={t("order.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.order.create") ? <Button onClick={create}>{t("order.new")}</Button> : null}
                {can("crm.order.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.orders")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("order.new")}>
        <OrderForm account={accountOfNew(params["new"])} onDone={close} />
      </SidePanel>
    </Screen>
  );
}

// Late is said by a word and a mark, not by colour alone.
function Required({ order }: { order: Order }) {
  const { t } = useTranslation("crm");
  if (!order.required_on) return <>–</>;
  const late = order.overdue ? t("order.overdue") : order.late ? t("order.late") : "";
  return (
    <span className={classes.required}>
      <time dateTime={order.required_on} className="lh-number">
        {formatDay(order.required_on)}
      </time>
      {late ? <StatusBadge kind="crm.order" state="overdue" tone={order.overdue ? "danger" : "warning"} label={late} /> : null}
    </span>
  );
}
