import type { Schema } from "./schema";

/** What one module found. */
export type SearchGroup = Schema<"SearchGroup">;

/** The answer of the search over all modules; `late` names the kinds that did not answer in time. */
export type SearchAnswer = Schema<"SearchAnswer">;

/** A page of the bell's messages, and how many are unread (100 means 100 or more). */
export type Inbox = Schema<"NotifyInbox">;

/** A message of the bell. */
export type NotifyMessage = Schema<"NotifyNote">;
