import { Loader, Tabs, Text } from "@mantine/core";
import { IconCheckbox, IconFileUpload, IconMessage, IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { talkPath, useTalkRefresh, type Note, type RecordRef } from "@/api/notes";
import { toProblem } from "@/api/problem";
import { Notice } from "../Notice";
import { showDone } from "../UndoToast";
import { toStored } from "./mention";
import { NoteEditor } from "./NoteEditor";
import classes from "./record.module.css";
import { TaskForm } from "./TaskForm";
import type { useAttach } from "./useAttach";
import { useNoteDraft } from "./useNoteDraft";

interface ComposerProps {
  record: RecordRef;
  files: ReturnType<typeof useAttach>;
}

/** Where one says something about a record: a note, a task, a file. */
export function Composer({ record, files }: ComposerProps) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [tab, setTab] = useState<string | null>("note");
  const [draft, setDraft] = useNoteDraft(record);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState("");
  const send = async () => {
    if (!draft.text.trim() || sending) return;
    setSending(true);
    setFault("");
    try {
      await api.post<Note>(`${talkPath(record)}/notes`, { text: toStored(draft) });
      setDraft({ text: "", people: [] });
      showDone(t("note_added"));
      await refresh();
    } catch (cause) {
      const problem = toProblem(cause); // what was typed stays
      setFault(problem.errors[0]?.detail || problem.detail || problem.title);
    } finally {
      setSending(false);
    }
  };
  const faults = fault ? [fault] : files.faults;
  return (
    <section className={classes.composer} aria-label={t("composer")}>
      <Tabs value={tab} onChange={setTab} classNames={{ list: classes.tabs }} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="note" leftSection={<IconMessage size={16} stroke={1.75} aria-hidden />}>
            {t("kind.note")}
          </Tabs.Tab>
          <Tabs.Tab value="task" leftSection={<IconCheckbox size={16} stroke={1.75} aria-hidden />}>
            {t("kind.task")}
          </Tabs.Tab>
          <Tabs.Tab value="file" leftSection={<IconPaperclip size={16} stroke={1.75} aria-hidden />}>
            {t("kind.file")}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="note">
          <NoteEditor record={record} value={draft} onChange={setDraft} onSend={() => void send()} onFiles={(some) => void files.attach(some)} sendLabel={t("send")} sending={sending} />
        </Tabs.Panel>
        <Tabs.Panel value="task">
          <TaskForm record={record} />
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <div className={classes.writing}>
            <label className={classes.drop}>
              <input
                type="file"
                multiple
                aria-label={t("file.choose")}
                onChange={(event) => {
                  const chosen = [...(event.currentTarget.files ?? [])];
                  event.currentTarget.value = "";
                  void files.attach(chosen);
                }}
              />
              <IconFileUpload size={24} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
              <Text size="sm" fw={600}>
                {t("file.choose")}
              </Text>
              <Text size="xs" c="dimmed">
                {t("file.how")}
              </Text>
            </label>
          </div>
        </Tabs.Panel>
      </Tabs>
      {files.sending ? (
        <Text size="sm" c="dimmed" role="status" className={classes.writing}>
          <Loader size={12} /> {t("file.sending", { name: files.sending })}
        </Text>
      ) : null}
      {faults.map((text) => (
        <div key={text} className={classes.writing}>
          <Notice tone="danger" urgent>
            {text}
          </Notice>
        </div>
      ))}
    </section>
  );
}
