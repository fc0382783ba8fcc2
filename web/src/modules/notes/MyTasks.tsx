import { Checkbox, Skeleton, Text } from "@mantine/core";
import { IconCheckbox } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useLive } from "@/api/live";
import type { Task } from "@/api/notes";
import { useGet, useRefresh } from "@/api/query";
import { Card } from "@/ui/Card";
import { DateText } from "@/ui/DateText";
import { addDays, today } from "@/ui/dates";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { showDone, showFailed } from "@/ui/UndoToast";
import list from "@/ui/TodayList.module.css";
import { byDay } from "./byDay";
import classes from "./MyTasks.module.css";

/** One's own open tasks: overdue, today, and the next seven days; done in their place. */
export function MyTasks() {
  const { t } = useTranslation("talk");
  const refresh = useRefresh();
  const [busy, setBusy] = useState("");
  const day = today();
  const tasks = useGet<Page<Task>>("/notes/tasks", { until: addDays(day, 7), limit: 50 }, { refetchInterval: 120_000 });
  useLive("changed", (event) => {
    if (event.entity === "notes.task") void tasks.refetch();
  });
  const items = tasks.data?.items ?? [];
  const tick = async (task: Task) => {
    setBusy(task.id);
    try {
      await api.patch<Task>(`/notes/tasks/${task.id}`, { done: true }, task.version);
      showDone(t("task.done"));
      await refresh("/notes");
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy("");
    }
  };
  return (
    <Card title={t("mine.title")} icon={IconCheckbox} count={items.length > 0 ? items.length : undefined} flush>
      {tasks.isPending ? (
        <div role="status" aria-label={t("ui:loading")} className={list.pending}>
          <Skeleton height={12} width="60%" />
          <Skeleton height={12} width="45%" />
        </div>
      ) : null}
      {tasks.isError ? <ErrorBlock error={tasks.error} retry={() => void tasks.refetch()} compact /> : null}
      {tasks.isSuccess && items.length === 0 ? (
        <Text size="sm" c="dimmed" className={list.none}>
          {t("mine.none")}
        </Text>
      ) : null}
      {byDay(items, day).map(({ when, tasks: some }) => (
        <section key={when} aria-label={t(`mine.${when}`)}>
          <h3 className={classes.when} data-when={when}>
            {t(`mine.${when}`)}
          </h3>
          <ul className={list.list}>
            {some.map((task) => (
              <li key={task.id} className={list.line}>
                <Checkbox checked={false} disabled={busy === task.id} onChange={() => void tick(task)} aria-label={t("task.tick", { title: task.title })} />
                <div className={classes.main}>
                  <div className={list.name} dir="auto">
                    {task.title}
                  </div>
                  <div className={list.sub}>
                    <EntityLink entity={task.entity} id={task.record_id} label={task.record} icon />
                  </div>
                </div>
                {when === "today" ? null : (
                  <div className={list.end}>
                    <DateText value={task.due_on} due weekday />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}
