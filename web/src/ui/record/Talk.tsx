import { Button, Chip, Group, Skeleton, Stack } from "@mantine/core";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { useLive } from "@/api/live";
import { talkPath, useAbout, type Entry, type RecordRef } from "@/api/notes";
import { usePages, useRefresh } from "@/api/query";
import { dayOf, formatDay } from "../dates";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { ChangeEntry } from "../history/ChangeEntry";
import { groupItems } from "../history/group";
import { Composer } from "./Composer";
import { FileEntry } from "./FileEntry";
import { behind, merge } from "./merge";
import { NoteEntry } from "./NoteEntry";
import { Pinned } from "./Pinned";
import classes from "./record.module.css";
import { TaskEntry } from "./TaskEntry";
import { useAttach } from "./useAttach";

interface TalkProps {
  record: RecordRef;
  fieldLabels?: Record<string, string>;
  /** Paths whose data is read again after an undo. */
  refreshes?: string[];
}

const filters = ["all", "note", "task", "file", "change"] as const;
type Filter = (typeof filters)[number];

/** What people said about a record and did to it, in one line of time, with a place to say more. Files may be dropped anywhere on it. */
export function Talk({ record, fieldLabels = {}, refreshes = [] }: TalkProps) {
  const { t } = useTranslation("talk");
  const { entity, id } = record;
  const about = useAbout(record);
  const [filter, setFilter] = useState<Filter>("all");
  const [over, setOver] = useState(false);
  const said = usePages<Entry>(`${talkPath(record)}/entries`, { limit: 30, kind: filter === "all" ? "" : filter }, { enabled: filter !== "change" });
  const done = usePages<HistoryItem>("/history/timeline", { entity, id, limit: 30 }, { enabled: filter === "all" || filter === "change" });
  const refresh = useRefresh();
  useLive("changed", (event) => {
    if (event.entity === entity && event.id === id) void refresh("/history/timeline");
  });
  const files = useAttach(record, about.data?.most_bytes);
  const mayWrite = about.data?.may_write ?? false;

  const withSaid = filter !== "change";
  const withDone = filter === "all" || filter === "change";
  const saidStream = { items: withSaid ? (said.data?.pages.flatMap((page) => page.items) ?? []) : [], more: withSaid && said.hasNextPage, next: said.fetchNextPage };
  const doneStream = { items: withDone ? (done.data?.pages.flatMap((page) => page.items) ?? []) : [], more: withDone && done.hasNextPage, next: done.fetchNextPage };
  const lines = merge(saidStream, doneStream, groupItems);
  const pending = (withSaid && said.isPending) || (withDone && done.isPending);
  const failed = (withSaid && said.isError ? said : undefined) ?? (withDone && done.isError ? done : undefined);
  const older = () => void Promise.all(behind([saidStream, doneStream]).map((stream) => stream.next()));
  const drag = (event: DragEvent, now: boolean) => {
    if (!mayWrite || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    setOver(now);
  };

  return (
    <div
      className={classes.talk}
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        if (mayWrite && event.dataTransfer.files.length > 0) void files.attach([...event.dataTransfer.files]);
      }}
    >
      {mayWrite ? <Composer record={record} files={files} /> : null}
      <Chip.Group value={filter} onChange={(value) => setFilter(value as Filter)}>
        <div className={classes.chips} role="group" aria-label={t("filters")}>
          {filters.map((one) => (
            <Chip key={one} value={one} size="xs">
              {t(`filter.${one}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {filter === "all" || filter === "note" ? <Pinned record={record} notes={about.data?.pinned ?? []} mayWrite={mayWrite} /> : null}
      {pending ? (
        <Stack gap="md">
          {[0, 1, 2].map((n) => (
            <Skeleton key={n} height={44} />
          ))}
        </Stack>
      ) : null}
      {failed ? <ErrorBlock error={failed.error} retry={() => void failed.refetch()} compact /> : null}
      {!pending && !failed && lines.length === 0 ? <EmptyBlock title={t(`empty.${filter}`)} text={mayWrite && filter !== "change" ? t("empty.hint") : undefined} compact /> : null}
      <div role="feed" aria-label={t("feed")} aria-busy={said.isFetching || done.isFetching}>
        {lines.map((line, index) => {
          const day = dayOf(line.at);
          const previous = lines[index - 1];
          const position = { at: index + 1, of: lines.length };
          const { entry } = line;
          return (
            <div key={entry?.id ?? line.changes?.[0]?.id}>
              {!previous || dayOf(previous.at) !== day ? <div className={classes.day}>{formatDay(day, "weekday")}</div> : null}
              {line.changes ? (
                <ChangeEntry group={line.changes} position={index + 1} size={lines.length} labels={fieldLabels} record={record} onUndone={() => refresh("/history", ...refreshes)} />
              ) : null}
              {entry?.note ? <NoteEntry record={record} note={entry.note} mayWrite={mayWrite} position={position} /> : null}
              {entry?.task ? <TaskEntry record={record} task={entry.task} mayWrite={mayWrite} position={position} /> : null}
              {entry?.file ? <FileEntry record={record} file={entry.file} position={position} /> : null}
            </div>
          );
        })}
      </div>
      {saidStream.more || doneStream.more ? (
        <Group justify="center">
          <Button variant="default" size="xs" loading={said.isFetchingNextPage || done.isFetchingNextPage} onClick={older}>
            {t("older")}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
