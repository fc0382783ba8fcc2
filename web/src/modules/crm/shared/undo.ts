import { api } from "@/api/client";
import type { HistoryItem } from "@/api/history";
import { showUndo, undoChange } from "@/ui/UndoToast";

/** The last change of a record, which was just made. */
async function lastChange(entity: string, id: string): Promise<HistoryItem | undefined> {
  const page = await api.list<HistoryItem>("/history/timeline", { entity, id, limit: 1 });
  return page.items[0];
}

/**
 * Says that a change was made and offers to take it back. Which change it was is asked at once:
 * another one a moment later must not be undone in its place.
 */
export function offerUndo(message: string, entity: string, id: string, after: () => unknown): void {
  const change = lastChange(entity, id).catch(() => undefined);
  showUndo(message, async () => {
    const made = (await change) ?? (await lastChange(entity, id));
    if (made) await undoChange(made.operation_id ? { operation: made.operation_id } : { change_set: made.change_set_id });
    await after();
  });
}
