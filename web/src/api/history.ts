import type { Schema } from "./schema";

/** A value of a field before and after. */
export type FieldChange = Schema<"HistoryFieldChange">;

/** One change of one record: who, when, through what, and what. */
export type HistoryItem = Schema<"HistoryItem">;

/** All that one transaction changed. */
export type ChangeSet = Schema<"HistoryChangeSet">;

/** What an undo did, and what it had to leave. */
export type UndoResult = Schema<"HistoryUndone">;

/** What an undo would do. */
export type UndoPreview = Schema<"HistoryPreview">;

/** An undo that a job works on. */
export type UndoRun = Schema<"HistoryRun">;

/** A change of one's own. */
export type OwnChange = Schema<"HistoryOwn">;

/** A record that an undo leaves as it is. */
export type UndoLeft = Schema<"HistoryLeft">;

/** A value that somebody changed since. */
export type UndoConflict = Schema<"HistoryConflict">;
