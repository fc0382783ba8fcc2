import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import i18n from "i18next";
import type { ReactNode } from "react";
import { api } from "@/api/client";
import type { UndoResult } from "@/api/history";
import { toProblem } from "@/api/problem";

const lifetime = 10_000;
let lastUndo: (() => void) | null = null;

/**
 * Says that a change is done and offers to take it back for ten seconds. `undo` runs the inverse;
 * Ctrl+Z does the same.
 */
export function showUndo(message: ReactNode, undo: () => Promise<unknown>): void {
  const id = `undo-${Date.now()}`;
  const run = () => {
    lastUndo = null;
    notifications.hide(id);
    undo().then(
      () => showDone(i18n.t("ui:toast.undone")),
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
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="subtle" onClick={run}>
          {i18n.t("ui:toast.undo")}
        </Button>
      </Group>
    ),
    onClose: () => {
      if (lastUndo === run) lastUndo = null;
    },
  });
}

/** Undo of a change set or an operation that history knows, or of what it did to one record; what had to stay is named. */
export async function undoChange(what: { change_set?: string; operation?: string; record?: { entity: string; id: string } }): Promise<UndoResult> {
  const result = await api.post<UndoResult>("/history/undo", what);
  const kept = result.kept?.length ?? 0;
  if (kept > 0) showNote(i18n.t("ui:toast.undone_partly", { count: kept, reason: result.kept[0]?.reason ?? "" }));
  return result;
}

/** Takes back the last change that still offers it; false when there is none. For Ctrl+Z. */
export function undoLast(): boolean {
  if (!lastUndo) return false;
  lastUndo();
  return true;
}

/** A short confirmation of one's own action, only where the change itself cannot be seen. */
export function showDone(message: ReactNode): void {
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
