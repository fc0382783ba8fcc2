import { IconMessage, IconPencil, IconPin, IconPinnedOff, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useTalkRefresh, type Note, type RecordRef } from "@/api/notes";
import { showDone, showFailed } from "../UndoToast";
import { EntryFrame, type EntryAction } from "./EntryFrame";
import { Markdown } from "./Markdown";
import { toStored, toTyped } from "./mention";
import { NoteEditor } from "./NoteEditor";
import classes from "./record.module.css";

interface NoteEntryProps {
  record: RecordRef;
  note: Note;
  mayWrite: boolean;
  position?: { at: number; of: number };
}

/** A note: read, changed in its place, pinned, deleted with undo. */
export function NoteEntry({ record, note, mayWrite, position }: NoteEntryProps) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [editing, setEditing] = useState<ReturnType<typeof toTyped> | null>(null);
  const [sending, setSending] = useState(false);
  const path = `/notes/notes/${note.id}`;
  const save = async () => {
    if (!editing?.text.trim()) return;
    setSending(true);
    try {
      await api.patch<Note>(path, { text: toStored(editing) }, note.version);
      setEditing(null);
      await refresh();
    } catch (cause) {
      showFailed(cause);
    } finally {
      setSending(false);
    }
  };
  const actions: EntryAction[] = [];
  if (mayWrite) {
    actions.push({
      id: "pin", label: note.pinned ? t("unpin") : t("pin"), icon: note.pinned ? IconPinnedOff : IconPin,
      run: async () => {
        await api.patch<Note>(path, { pinned: !note.pinned }, note.version);
        showDone(note.pinned ? t("unpinned") : t("pinned_done"));
        await refresh();
      },
    });
  }
  if (note.may_change) {
    actions.push(
      { id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(toTyped(note.text)) },
      {
        id: "delete", label: t("delete"), icon: IconTrash, danger: true,
        run: async () => {
          await api.delete(path, note.version);
          showDone(t("note_deleted"));
          await refresh();
        },
      },
    );
  }
  return (
    <EntryFrame
      kind="note"
      icon={note.pinned ? IconPin : IconMessage}
      by={
        <>
          <b>{note.author.name}</b>
          {note.edited_at ? ` · ${t("edited")}` : ""}
        </>
      }
      at={note.at}
      actions={editing ? [] : actions}
      position={position}
    >
      {editing ? (
        <div className={classes.composer}>
          <NoteEditor record={record} value={editing} onChange={setEditing} onSend={() => void save()} onCancel={() => setEditing(null)} sendLabel={t("save")} sending={sending} />
        </div>
      ) : (
        <div className={classes.sheet}>
          <Markdown text={note.text} />
        </div>
      )}
    </EntryFrame>
  );
}
