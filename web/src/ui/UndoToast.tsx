import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import i18n from "i18next";
import type { ReactNode } from "react";
import { takeChange } from "@/api/changes";
import type { UndoResult } from "@/api/history";
import { newKey } from "@/api/http";
import { toProblem } from "@/api/problem";
import { runUndo, type UndoTarget } from "@/api/undo";
import { UndoMessage } from "./undo/UndoMessage";
import { showValue } from "./value";
import { wordsOf } from "./words";

/** Takes all toasts away: a test begins without those of the one before. */
export function clearToasts(): void {
  notifications.clean();
}

const lifetime = 10_000;
let lastUndo: (() => void) | null = null;
let afterUndo: () => unknown = () => undefined;

/** The shell says what is read again when something was taken back. */
export function onUndone(handler: () => unknown): void {
  afterUndo = handler;
}

/**
 * Says that a change is done and offers to take it back for ten seconds, which wait while the
 * pointer or the focus is on it. `undo` runs the inverse; Ctrl+Z does the same.
 */
export function showUndo(message: ReactNode, undo: () => Promise<unknown>): void {
  takeChange(); // it is offered here, in these words
  const id = `undo-${newKey()}`;
  const run = () => {
    lastUndo = null;
    notifications.hide(id);
    undo().then(
      async (result) => {
        if (!saysItself(result)) showDone(i18n.t("ui:toast.undone"));
        await afterUndo();
      },
      (cause: unknown) => showFailed(cause),
    );
  };
  lastUndo = run;
  notifications.show({
    closeButtonProps: closeName(),
    id,
    autoClose: lifetime,
    withBorder: true,
    icon: <IconCheck size={16} />,
    color: "gray",
    message: <UndoMessage message={message} onUndo={run} />,
    onClose: () => {
      if (lastUndo === run) lastUndo = null;
    },
  });
}

const partly = new WeakSet<object>();

// What had to stay was said already; "Undone" beside it would say less than the truth.
function saysItself(result: unknown): boolean {
  return typeof result === "object" && result !== null && partly.has(result);
}

/** Undo of a change set or an operation that history knows, or of what it did to one record; what had to stay is named. */
export async function undoChange(what: UndoTarget): Promise<UndoResult> {
  const result = await runUndo(what);
  if (said(result)) partly.add(result);
  return result;
}

/** Undo of several change sets, the newest first. */
export async function undoAll(sets: string[]): Promise<UndoResult> {
  const all: UndoResult = { reversed: 0, kept: [], failed: [], conflicts: [] };
  for (const set of [...sets].reverse()) {
    const one = await runUndo({ change_set: set });
    all.reversed += one.reversed;
    all.kept.push(...one.kept);
    all.failed.push(...one.failed);
    all.conflicts.push(...one.conflicts);
  }
  if (said(all)) partly.add(all);
  return all;
}

function said(result: UndoResult): boolean {
  const left = [...result.failed, ...result.kept];
  const conflicts = result.conflicts;
  if (left.length > 0) {
    showNote(i18n.t("ui:toast.undone_partly", { count: left.length, reason: left[0]?.reason ?? "", name: left[0]?.title ?? "" }));
  } else if (conflicts.length > 0) {
    const fields = [...new Set(conflicts.map((c) => (c.field ? wordsOf(c.field) : i18n.t("ui:undo.hidden_field"))))].join(", ");
    showNote(i18n.t("ui:toast.undone_but", { count: conflicts.length, fields, now: showValue(conflicts[0]?.now) }));
  }
  return left.length + conflicts.length > 0;
}

/** Says after an undo that it is done, and what had to stay; all screens are read again. */
export function saidUndone(result: UndoResult): void {
  if (!said(result)) showDone(i18n.t("ui:toast.undone"));
  void afterUndo();
}

/** Takes back the last change that still offers it; false when there is none. For Ctrl+Z. */
export function undoLast(): boolean {
  if (!lastUndo) return false;
  lastUndo();
  return true;
}

/** A short confirmation of one's own action; what can be taken back is offered with it. */
export function showDone(message: ReactNode): void {
  const made = takeChange();
  if (made) {
    showUndo(message, () => undoChange({ change_set: made.changeSet }));
    return;
  }
  notifications.show({ closeButtonProps: closeName(), message, withBorder: true, autoClose: 4000, icon: <IconCheck size={16} />, color: "teal" });
}

// The cross of a toast has no text of its own.
function closeName() {
  return { "aria-label": i18n.t("ui:close") };
}

/** A sentence that stays until it is closed. */
export function showNote(message: ReactNode): void {
  notifications.show({ closeButtonProps: closeName(), message, withBorder: true, autoClose: false, color: "gray" });
}

/** Something that cannot wait: it is said over whatever one does, and stays until it is closed. */
export function showUrgent(title: string, message: string): void {
  notifications.show({ closeButtonProps: closeName(), withBorder: true, autoClose: false, icon: <IconAlertTriangle size={16} />, color: "orange", role: "alert", title, message });
}

/** A refusal of one's own action, in the server's words. */
export function showFailed(cause: unknown): void {
  const problem = toProblem(cause);
  notifications.show({
    closeButtonProps: closeName(),
    withBorder: true,
    autoClose: lifetime,
    icon: <IconX size={16} />,
    color: "red",
    role: "alert",
    title: problem.title || i18n.t("ui:toast.failed"),
    message: problem.detail && problem.detail !== problem.title ? problem.detail : "",
  });
}
