import type { Schema } from "./schema";

/** A value of a field before and after. */
export type FieldChange = Schema<"HistoryFieldChange">;

/** One change of one record: who, when, through what, and what. */
export type HistoryItem = Schema<"HistoryItem">;

/** All that one transaction changed. */
export type ChangeSet = Schema<"HistoryChangeSet">;

/** What an undo did, and what it had to leave. */
export type UndoResult = Schema<"HistoryUndone">;
