import { Skeleton, Text } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import { Card } from "./Card";
import { ErrorBlock } from "./ErrorBlock";
import classes from "./TodayList.module.css";

interface TodayListProps<T> {
  title: string;
  icon: Icon;
  endpoint: string;
  query: Query;
  /** The list with all of them. */
  to: string;
  /** What it is and, at the end of the line, when or how much. */
  line: (item: T) => { main: ReactNode; sub?: ReactNode; end?: ReactNode };
  itemKey?: (item: T) => string;
  /** Said when there is nothing to do. */
  none: string;
}

/** A card of Today over one list: the first few, and the way to all of them. */
export function TodayList<T>({ title, icon, endpoint, query, to, line, itemKey, none }: TodayListProps<T>) {
  const { t } = useTranslation("ui");
  const list = useGet<Page<T>>(endpoint, { limit: 6, count: 1, ...query }, { refetchInterval: 120_000 });
  const items = list.data?.items ?? [];
  const total = list.data?.total?.count ?? (list.data?.next ? undefined : items.length);
  return (
    <Card title={title} icon={icon} count={list.data ? total : undefined} to={to} flush>
      {list.isPending ? (
        <div role="status" aria-label={t("loading")} className={classes.pending}>
          <Skeleton height={12} width="60%" />
          <Skeleton height={12} width="45%" />
        </div>
      ) : null}
      {list.isError ? <ErrorBlock error={list.error} retry={() => void list.refetch()} compact /> : null}
      {list.isSuccess && items.length === 0 ? (
        <Text size="sm" c="dimmed" className={classes.none}>
          {none}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {items.map((item) => {
          const { main, sub, end } = line(item);
          return (
            <li key={itemKey ? itemKey(item) : (item as { id: string }).id} className={classes.line}>
              <div className={classes.main}>
                <div className={classes.name}>{main}</div>
                {sub ? <div className={classes.sub}>{sub}</div> : null}
              </div>
              {end ? <div className={classes.end}>{end}</div> : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
