import { ActionIcon, Skeleton, Text, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import type { Page } from "@/api/client";
import { AppLink } from "./AppLink";
import { ErrorBlock } from "./ErrorBlock";
import { formatCount } from "./number";
import classes from "./RecordPage.module.css";

interface RelatedCardProps<T> {
  title: string;
  endpoint: string;
  query?: Query;
  /** One line of the card. */
  line: (item: T) => ReactNode;
  itemKey?: (item: T) => string;
  /** The list that shows all of them. */
  all?: string;
  onAdd?: () => void;
  addLabel?: string;
  limit?: number;
}

/** A few records that belong to this one, with "+" and "open all". A failure stays in its place. */
export function RelatedCard<T>({ title, endpoint, query, line, itemKey, all, onAdd, addLabel, limit = 5 }: RelatedCardProps<T>) {
  const { t } = useTranslation("ui");
  const list = useGet<Page<T>>(endpoint, { ...query, limit, count: 1 });
  const items = list.data?.items ?? [];
  const total = list.data?.total?.count ?? items.length;
  return (
    <section className={classes.card}>
      <header className={classes.cardHead}>
        <h2>
          {title}
          {list.data ? <span className={classes.count}>{formatCount(total)}</span> : null}
        </h2>
        {onAdd ? (
          <Tooltip label={addLabel ?? t("record.add")}>
            <ActionIcon size={26} onClick={onAdd} aria-label={addLabel ?? t("record.add_to", { title })}>
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </header>
      {list.isPending ? <Skeleton height={48} width="auto" m="sm" /> : null}
      {list.isError ? <ErrorBlock error={list.error} retry={() => void list.refetch()} compact /> : null}
      {list.isSuccess && items.length === 0 ? (
        <Text size="sm" c="dimmed" px="md" pb="md">
          {t("record.none")}
        </Text>
      ) : null}
      <ul className={classes.lines}>
        {items.map((item) => (
          <li key={itemKey ? itemKey(item) : (item as { id: string }).id}>{line(item)}</li>
        ))}
      </ul>
      {all && total > items.length ? (
        <div className={classes.cardFoot}>
          <AppLink to={all} fz="sm">
            {t("record.all", { count: total, shown: formatCount(total) })}
          </AppLink>
        </div>
      ) : null}
    </section>
  );
}
