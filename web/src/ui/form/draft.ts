import { orgOfAddress } from "@/api/http";
import type { Values } from "./fields";

/** What a form keeps in the browser until it is saved. */
export interface Draft {
  at: string;
  values: Values;
}

const prefix = "longhouse.draft.";

/** Name of the place where a form of one record keeps its draft. */
export function draftKey(form: string, user: string): string {
  return `${prefix}${user}.${orgOfAddress() ?? ""}.${form}`;
}

/** Reads a draft; null when there is none. */
export function readDraft(key: string): Draft | null {
  try {
    const text = window.localStorage.getItem(key);
    return text ? (JSON.parse(text) as Draft) : null;
  } catch {
    return null;
  }
}

/** Keeps a draft. A full or forbidden storage loses the draft and nothing else. */
export function keepDraft(key: string, values: Values): void {
  try {
    window.localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), values }));
  } catch {
    // Private windows may refuse; the form itself still holds what was typed.
  }
}

/** Forgets a draft. */
export function dropDraft(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}

/** Forgets all drafts; on sign-out. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(prefix)) window.localStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept then.
  }
}
