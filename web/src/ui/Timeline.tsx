import { Button, Group, Skeleton, Stack, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconHistory, IconPencil, IconPlus, IconTrash, type Icon } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { useLive } from "@/api/live";
import { usePages, useRefresh } from "@/api/query";
import { dayOf, formatDay, formatInstant, formatTime } from "./dates";
import { EmptyBlock } from "./EmptyBlock";
import { ErrorBlock } from "./ErrorBlock";
import { useInstant } from "./history/asOf";
import { everything, narrow } from "./history/filter";
import { TimelineFilters } from "./history/TimelineFilters";
import classes from "./Timeline.module.css";
import { UndoAction } from "./undo/UndoAction";
import { showValue } from "./value";
import { wordsOf } from "./words";

export { wordsOf };

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

const icons: Record<HistoryItem["op"], Icon> = { created: IconPlus, updated: IconPencil, deleted: IconTrash };

/** Who changed what of a record, newest first; what one person did within ten minutes is one line. */
export function Timeline({ entity, id, fieldLabels = {}, refreshes = [], asOf }: TimelineProps) {
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
  const label = (name: string) => fieldLabels[name] ?? wordsOf(name);

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
              <Entry group={group} position={index + 1} size={groups.length} labels={fieldLabels} record={{ entity, id }} onUndone={undone} onShow={asOf ? showAt : undefined} />
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

interface EntryProps {
  group: HistoryItem[];
  position: number;
  size: number;
  labels: Record<string, string>;
  record: { entity: string; id: string };
  onUndone: () => unknown;
  /** Shows the record as it was at an instant. */
  onShow?: (at: string) => void;
}

function Entry({ group, position, size, labels, record, onUndone, onShow }: EntryProps) {
  const { t } = useTranslation("ui");
  const [opened, setOpened] = useState(false);
  const first = group[0]!;
  const Mark = icons[first.op];
  const fields = group.flatMap((item) => item.fields ?? []);
  const names = [...new Set(fields.map((f) => f.name))];
  const who = first.actor?.name || t(`timeline.actor.${first.actor?.kind ?? "system"}`, { defaultValue: t("timeline.actor.system") });
  const via = first.via && first.via !== "ui" && first.via !== "api" ? t(`timeline.via.${first.via}`, { defaultValue: first.via }) : "";
  const label = (name: string) => labels[name] ?? wordsOf(name);
  const single = fields.length === 1 ? fields[0] : undefined;
  const part = first.entity === record.entity ? "" : wordsOf(first.entity.split(".")[1] ?? first.entity).toLowerCase();
  const sentence =
    first.op !== "updated"
      ? part
        ? t(`timeline.part.${first.op}`, { who, part })
        : t(`timeline.${first.op}`, { who })
      : single
        ? t("timeline.changed_field", { who, field: label(single.name), before: showValue(single.before), after: showValue(single.after) })
        : t("timeline.changed", { who, count: names.length, fields: names.slice(0, 3).map(label).join(", ") });
  return (
    <article aria-posinset={position} aria-setsize={size} className={classes.entry}>
      <span className={classes.mark} data-op={first.op}>
        <Mark size={14} stroke={2} aria-hidden />
      </span>
      <div className={classes.what}>
        <div className={classes.line}>
          <Text size="sm" className={classes.sentence}>
            {sentence}
          </Text>
          <Tooltip label={formatInstant(first.at, { seconds: true })}>
            <Text size="xs" c="dimmed" component="time" className="lh-number">
              {formatTime(first.at)}
            </Text>
          </Tooltip>
          {onShow && first.op !== "deleted" ? (
            <Tooltip label={t("timeline.show_then")}>
              <UnstyledButton className={classes.undo} onClick={() => onShow(first.at)} aria-label={t("timeline.show_then")}>
                <IconHistory size={16} stroke={1.75} />
              </UnstyledButton>
            </Tooltip>
          ) : null}
          <UndoAction item={first} record={record} className={classes.undo} onUndone={onUndone} />
        </div>
        {via || first.reason ? (
          <Text size="xs" c="dimmed">
            {[via, first.reason].filter(Boolean).join(" · ")}
          </Text>
        ) : null}
        {fields.length > 1 ? (
          <UnstyledButton className={classes.details} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? t("timeline.hide") : t("timeline.show", { count: fields.length })}
          </UnstyledButton>
        ) : null}
        {opened ? <Changes fields={fields} label={label} created={first.op === "created"} /> : null}
      </div>
    </article>
  );
}

function Changes({ fields, label, created }: { fields: HistoryItem["fields"]; label: (name: string) => string; created: boolean }) {
  return (
    <dl className={classes.changes}>
      {fields.map((field, index) => (
        <div key={`${field.name}-${index}`}>
          <dt>{label(field.name)}</dt>
          <dd dir="auto">
            {created ? null : (
              <>
                <del>{showValue(field.before)}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins>{showValue(field.after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Changes by one person through one channel within ten minutes belong together; creations stand alone. */
export function groupItems(items: HistoryItem[]): HistoryItem[][] {
  const groups: HistoryItem[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const together =
      group &&
      last &&
      item.op === "updated" &&
      last.op === "updated" &&
      item.actor?.id === last.actor?.id &&
      item.via === last.via &&
      (item.reason ?? "") === (last.reason ?? "") &&
      Math.abs(new Date(last.at).getTime() - new Date(item.at).getTime()) <= 600_000;
    if (together) group.push(item);
    else groups.push([item]);
  }
  return groups;
}
