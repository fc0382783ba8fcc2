import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { useLive } from "@/api/live";
import { usePages, useRefresh } from "@/api/query";
import { useFieldWords } from "./custom/useFieldWords";
import { dayOf, formatDay } from "./dates";
import { EmptyBlock } from "./EmptyBlock";
import { ErrorBlock } from "./ErrorBlock";
import { useInstant } from "./history/asOf";
import { ChangeEntry } from "./history/ChangeEntry";
import { everything, narrow } from "./history/filter";
import { groupItems } from "./history/group";
import { TimelineFilters } from "./history/TimelineFilters";
import classes from "./Timeline.module.css";
import { wordsOf } from "./words";

export { wordsOf };

const none: Record<string, string> = {};

interface TimelineProps {
  entity: string;
  id: string;
  /** Names of fields in words; the field's own name with spaces if not given. */
  fieldLabels?: Record<string, string>;
  /** Paths whose data is read again after an undo. */
  refreshes?: string[];
  /** The record can be shown as it was at a line's time. */
  asOf?: boolean;
}

/** Who changed what of a record, newest first; what one person did within ten minutes is one line. */
export function Timeline({ entity, id, fieldLabels, refreshes = [], asOf }: TimelineProps) {
  const { t } = useTranslation("ui");
  const pages = usePages<HistoryItem>("/history/timeline", { entity, id, limit: 30 });
  const refresh = useRefresh();
  useLive("changed", (event) => {
    if (event.entity === entity && event.id === id) void pages.refetch();
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const [filter, setFilter] = useState(everything);
  const [, showAt] = useInstant();
  const groups = groupItems(narrow(items, filter));
  const { label } = useFieldWords(entity, fieldLabels);

  const undone = () => refresh("/history", ...refreshes);

  if (pages.isPending) {
    return (
      <Stack gap="md" p="md">
        {[0, 1, 2].map((n) => (
          <Skeleton key={n} height={32} />
        ))}
      </Stack>
    );
  }
  if (pages.isError) return <ErrorBlock error={pages.error} retry={() => void pages.refetch()} compact />;
  if (items.length === 0) return <EmptyBlock title={t("timeline.empty")} compact />;

  return (
    <div>
      <TimelineFilters items={items} filter={filter} onChange={setFilter} label={label} />
      {groups.length === 0 ? <EmptyBlock title={t("timeline.no_match")} compact /> : null}
      <div role="feed" aria-label={t("timeline.title")} aria-busy={pages.isFetching} className={classes.feed}>
        {groups.map((group, index) => {
          const first = group[0]!;
          const day = dayOf(first.at);
          const previous = groups[index - 1]?.[0];
          return (
            <div key={first.id}>
              {!previous || dayOf(previous.at) !== day ? <div className={classes.day}>{formatDay(day, "weekday")}</div> : null}
              <ChangeEntry group={group} position={index + 1} size={groups.length} labels={fieldLabels ?? none} record={{ entity, id }} onUndone={undone} onShow={asOf ? showAt : undefined} />
            </div>
          );
        })}
      </div>
      {pages.hasNextPage ? (
        <Group justify="center" p="sm">
          <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("timeline.more")}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
