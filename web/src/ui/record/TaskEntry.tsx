import { Checkbox, Text } from "@mantine/core";
import { IconCheckbox, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useTalkRefresh, type RecordRef, type Task } from "@/api/notes";
import { DateText } from "../DateText";
import { showDone, showFailed } from "../UndoToast";
import { EntryFrame, type EntryAction } from "./EntryFrame";
import classes from "./record.module.css";

interface TaskEntryProps {
  record: RecordRef;
  task: Task;
  mayWrite: boolean;
  position?: { at: number; of: number };
}

/** A task: ticked in its place, with its day and who has it. */
export function TaskEntry({ record, task, mayWrite, position }: TaskEntryProps) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [busy, setBusy] = useState(false);
  const done = Boolean(task.done_at);
  const tick = async () => {
    setBusy(true);
    try {
      await api.patch<Task>(`/notes/tasks/${task.id}`, { done: !done }, task.version);
      showDone(done ? t("task.reopened") : t("task.done"));
      await refresh();
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  const actions: EntryAction[] = task.may_change
    ? [
        {
          id: "delete", label: t("delete"), icon: IconTrash, danger: true,
          run: async () => {
            await api.delete(`/notes/tasks/${task.id}`, task.version);
            showDone(t("task.deleted"));
            await refresh();
          },
        },
      ]
    : [];
  return (
    <EntryFrame kind="task" icon={IconCheckbox} by={<b>{task.author.name}</b>} at={task.at} actions={actions} position={position}>
      <div className={classes.sheet}>
        <div className={classes.task}>
          <Checkbox checked={done} disabled={!mayWrite || busy} onChange={() => void tick()} aria-label={t("task.tick", { title: task.title })} mt={2} />
          <span className={classes.title} data-done={done || undefined} dir="auto">
            {task.title}
          </span>
        </div>
        <Text size="xs" c="dimmed" ps={26}>
          {task.due_on ? (
            <>
              <DateText value={task.due_on} due={!done} weekday /> ·{" "}
            </>
          ) : null}
          <span dir="auto">{done ? t("task.done_by", { name: task.done_by?.name ?? "" }) : task.assignee.name}</span>
        </Text>
      </div>
    </EntryFrame>
  );
}
