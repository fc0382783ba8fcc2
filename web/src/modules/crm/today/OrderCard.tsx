import { Skeleton } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import { Card } from "@/ui/Card";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Money } from "@/ui/Money";
import type { Order } from "../wire";
import classes from "./today.module.css";

interface OrderCardProps {
  title: string;
  icon: Icon;
  query: Query;
  /** The list behind the card. */
  all: string;
  /** Said when there is nothing to do. */
  none: string;
  /** Why an order is here. */
  why: (order: Order) => ReactNode;
}

/** A few orders that want something, and why. */
export function OrderCard({ title, icon, query, all, none, why }: OrderCardProps) {
  const { t } = useTranslation("crm");
  const orders = useGet<Page<Order>>("/crm/orders", { ...query, limit: 6, count: 1 });
  return (
    <Card title={title} icon={icon} count={orders.data?.total?.count || undefined} to={all} flush>
      {orders.isPending ? <Skeleton height={96} mx="lg" mb="md" w="auto" /> : null}
      {orders.isError ? <ErrorBlock error={orders.error} retry={() => void orders.refetch()} compact /> : null}
      {orders.isSuccess && orders.data.items.length === 0 ? <div className={classes.none}>{none}</div> : null}
      <ul className={classes.list}>
        {(orders.data?.items ?? []).map((order) => (
          <li key={order.id} className={classes.line}>
            <div className={classes.what}>
              <div className={classes.title}>
                <EntityLink entity="crm.order" id={order.id} label={order.number || t("order.draft_for", { account: order.account.name ?? "" })} />
                <Money value={{ amount: order.total, currency: order.currency }} />
              </div>
              <div className={classes.sub}>
                <span dir="auto">{order.number ? order.account.name : (order.reference ?? "")}</span>
                <span>{why(order)}</span>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
