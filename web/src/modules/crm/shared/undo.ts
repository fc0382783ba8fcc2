import { takeChange } from "@/api/changes";
import { showUndo, undoChange } from "@/ui/UndoToast";

/** Says in the screen's own words that a change was made, and offers to take it back if the server does. */
export function offerUndo(message: string, after: () => unknown): void {
  const made = takeChange();
  if (!made) return;
  showUndo(message, async () => {
    const result = await undoChange({ change_set: made.changeSet });
    await after();
    return result;
  });
}
