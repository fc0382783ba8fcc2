import { Text } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Note, RecordRef } from "@/api/notes";
import { NoteEntry } from "./NoteEntry";
import classes from "./record.module.css";

/** What everybody who opens the record should know, on top of its timeline. */
export function Pinned({ record, notes, mayWrite }: { record: RecordRef; notes: Note[]; mayWrite: boolean }) {
  const { t } = useTranslation("talk");
  if (notes.length === 0) return null;
  return (
    <section className={classes.pinned} aria-label={t("pinned")}>
      <Text size="xs" fw={600} c="dimmed">
        <IconPin size={12} aria-hidden /> {t("pinned")}
      </Text>
      {notes.map((note) => (
        <NoteEntry key={note.id} record={record} note={note} mayWrite={mayWrite} />
      ))}
    </section>
  );
}
