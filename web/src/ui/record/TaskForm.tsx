import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { talkPath, useTalkRefresh, type RecordRef, type Task } from "@/api/notes";
import { toProblem } from "@/api/problem";
import { DateField } from "../DateField";
import { Picker } from "../Picker";
import { useMe } from "../session";
import { showDone } from "../UndoToast";
import classes from "./record.module.css";

/** What is to be done about the record, when, and by whom. Enter sends. */
export function TaskForm({ record }: { record: RecordRef }) {
  const { t } = useTranslation("talk");
  const { user } = useMe();
  const refresh = useTalkRefresh(record);
  const [title, setTitle] = useState("");
  const [due, setDue] = useState("");
  const [who, setWho] = useState<{ id: string; name: string }>({ id: user.id, name: user.name });
  const [fault, setFault] = useState("");
  const [sending, setSending] = useState(false);
  const send = async () => {
    if (!title.trim() || sending) return;
    setSending(true);
    setFault("");
    try {
      await api.post<Task>(`${talkPath(record)}/tasks`, { title, due_on: due || undefined, assignee: who.id });
      setTitle("");
      setDue("");
      showDone(t("task.added"));
      await refresh();
    } catch (cause) {
      const problem = toProblem(cause);
      setFault(problem.errors[0]?.detail || problem.detail || problem.title);
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className={classes.writing}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={classes.taskFields}>
        <TextInput label={t("task.title")} value={title} maxLength={300} dir="auto" error={fault || undefined} onChange={(event) => setTitle(event.currentTarget.value)} />
        <DateField label={t("task.due")} value={due} onChange={setDue} />
        <Picker
          label={t("task.assignee")}
          endpoint={`${talkPath(record)}/people`}
          value={who.id}
          valueLabel={who.name}
          clearable={false}
          onChange={(id, option) => {
            if (id) setWho({ id, name: option?.label ?? "" });
          }}
        />
      </div>
      <div className={classes.tools}>
        <div className={classes.push}>
          <Button size="compact-sm" type="submit" loading={sending} disabled={title.trim() === ""}>
            {t("task.add")}
          </Button>
        </div>
      </div>
    </form>
  );
}
