import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "@/ui/grid/columns";
import { formatDay } from "@/ui/dates";
import { Money } from "@/ui/Money";
import { StatusBadge } from "@/ui/StatusBadge";
import type { BuiltInView } from "@/ui/views/wire";
import { useOwnerOptions } from "../shared/owners";
import { accountSource, salespersonSource } from "../sources";
import type { Order } from "../wire";
import { stateOptions } from "./fields";
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

/** The columns of the list of orders. */
export function useOrderColumns(): GridColumn<Order>[] {
  const { t } = useTranslation("crm");
  const owners = useOwnerOptions();
  return useMemo<GridColumn<Order>[]>(
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
}

/** The views that come with it. */
export function useOrderViews(): BuiltInView[] {
  const { t } = useTranslation("crm");
  return useMemo(() => (Object.keys(quick) as Quick[]).map((id) => ({ id, label: t(`order.quick_${id}`), params: quick[id] })), [t]);
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
