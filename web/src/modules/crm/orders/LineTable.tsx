import { useTranslation } from "react-i18next";
import { isPositive } from "@/ui/decimal";
import { EntityLink } from "@/ui/EntityLink";
import { Money, Quantity } from "@/ui/Money";
import { formatDecimal } from "@/ui/number";
import { Rows, type RowColumn } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Order, OrderLine } from "../wire";
import classes from "./orders.module.css";
import { OrderTotals } from "./OrderTotals";
import { useUnits } from "./units";

/** The lines of a binding order: what was sold, and how far its goods are. */
export function LineTable({ order }: { order: Order }) {
  const { t } = useTranslation("crm");
  const unitName = useUnits();
  const binding = order.status !== "draft" && !order.historical;
  const money = (amount: string) => <Money value={{ amount, currency: order.currency }} />;
  const columns: RowColumn<OrderLine>[] = [
    {
      key: "product",
      label: t("line.product"),
      cell: (line) => (
        <span className={classes.product}>
          {line.product?.id ? <EntityLink entity="inventory.product" id={line.product.id} label={line.product.name} /> : <span dir="auto">{line.description}</span>}
          <span className={classes.dim}>{[line.product?.sku, line.product?.name !== line.description ? line.description : ""].filter(Boolean).join(" · ")}</span>
        </span>
      ),
    },
    { key: "quantity", label: t("line.quantity"), numeric: true, cell: (line) => <Quantity value={line.quantity} unit={unitName(line.unit)} /> },
    { key: "unit_price", label: t("line.unit_price"), numeric: true, cell: (line) => money(line.unit_price) },
    { key: "discount", label: t("line.discount"), numeric: true, cell: (line) => (isPositive(line.discount_percent) ? t("percent", { value: formatDecimal(line.discount_percent) }) : "–") },
    { key: "net", label: t("line.net"), numeric: true, cell: (line) => money(line.net) },
  ];
  if (binding)
    columns.push(
      { key: "reserved", label: t("line.reserved"), numeric: true, cell: (line) => (line.stocked ? <Quantity value={line.reserved} /> : "–") },
      { key: "shipped", label: t("line.shipped"), numeric: true, cell: (line) => (line.stocked ? <Quantity value={line.shipped} /> : "–") },
      { key: "state", label: t("line.state"), cell: (line) => <LineState line={line} /> },
    );
  return (
    <Rows<OrderLine>
      label={t("line.title")}
      columns={columns}
      rows={order.lines ?? []}
      rowKey={(line) => line.id}
      faded={(line) => isPositive(line.cancelled) && !isPositive(line.shipped)}
      foot={<OrderTotals order={order} />}
    />
  );
}

function LineState({ line }: { line: OrderLine }) {
  const { t } = useTranslation("crm");
  if (!line.stocked) return <span className={classes.dim}>{t("line.no_stock")}</span>;
  if (isPositive(line.short)) {
    // Until inventory has answered, nothing is short yet.
    if (line.why === "waiting") return <StatusBadge kind="crm.order" state="waiting" tone="progress" label={t("line.waiting")} />;
    return (
      <span className={classes.product}>
        <StatusBadge kind="crm.order" state="short" label={t("line.short", { short: formatDecimal(line.short) })} />
        {line.why ? <span className={classes.dim}>{t(`line.why.${line.why}`, { defaultValue: line.why })}</span> : null}
      </span>
    );
  }
  if (isPositive(line.cancelled)) return <StatusBadge kind="crm.order" state="cancelled" label={t("line.cancelled", { cancelled: formatDecimal(line.cancelled) })} />;
  if (line.shipped === line.quantity) return <StatusBadge kind="crm.order" state="fulfilled" label={t("line.all_shipped")} />;
  return <StatusBadge kind="crm.order" state="confirmed" label={t("line.all_reserved")} />;
}
