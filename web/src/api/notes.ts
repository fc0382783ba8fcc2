import { useLive } from "./live";
import { useGet, useRefresh } from "./query";
import type { Schema } from "./schema";

/** What somebody said about a record. */
export type Note = Schema<"NotesNote">;

/** Something to do about a record. */
export type Task = Schema<"NotesTask">;

/** A file that hangs on a record. */
export type RecordFile = Schema<"NotesFile">;

/** One of the three. */
export type Entry = Schema<"NotesEntry">;

/** Who follows a record, its tags, and how much there is. */
export type About = Schema<"NotesAbout">;

/** A word that an organisation puts on records. */
export type Tag = Schema<"NotesTag">;

/** Somebody with a login. */
export type NotePerson = Schema<"NotesPerson">;

/** A record of any kind. */
export interface RecordRef {
  entity: string;
  id: string;
}

const kinds = new Set(["notes.note", "notes.task", "notes.file", "notes.follower", "notes.tagging"]);

/** Where the API keeps what is said of a record. */
export const talkPath = ({ entity, id }: RecordRef): string => `/notes/records/${entity}/${id}`;

/** What the head of a record shows of it; read again when somebody adds something. */
export function useAbout(record: RecordRef) {
  const about = useGet<About>(talkPath(record));
  const refresh = useRefresh();
  useLive("changed", (event) => {
    if (kinds.has(event.entity) && event.id === record.id) void refresh(talkPath(record));
  });
  return about;
}

/** Returns a function that reads again what is said of a record, and one's own tasks. */
export function useTalkRefresh(record: RecordRef): () => Promise<void> {
  const refresh = useRefresh();
  return () => refresh(talkPath(record), "/notes/tasks");
}
