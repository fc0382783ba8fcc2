import { useTranslation } from "react-i18next";
import { Money } from "@/ui/Money";
import { formatDecimal, isDecimal } from "@/ui/number";
import { compare } from "@/ui/decimal";
import type { Order } from "../wire";
import classes from "./orders.module.css";

/** What an order adds up to, below its lines. */
export function OrderTotals({ order }: { order: Pick<Order, "goods" | "discount" | "discount_percent" | "untaxed" | "freight" | "total" | "currency"> }) {
  const { t } = useTranslation("crm");
  const money = (amount: string) => <Money value={{ amount, currency: order.currency }} />;
  const discounted = isDecimal(order.discount) && compare(order.discount, "0") > 0;
  return (
    <dl className={classes.totals}>
      <dt>{t("order.goods")}</dt>
      <dd>{money(order.goods)}</dd>
      {discounted ? (
        <>
          <dt>{t("order.discount_of", { percent: formatDecimal(order.discount_percent) })}</dt>
          <dd>{money(`-${order.discount}`)}</dd>
        </>
      ) : null}
      <dt>{t("order.freight")}</dt>
      <dd>{money(order.freight)}</dd>
      <dt data-total>{t("order.total")}</dt>
      <dd data-total>{money(order.total)}</dd>
    </dl>
  );
}
