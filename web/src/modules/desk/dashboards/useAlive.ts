import { useDebouncedCallback } from "@mantine/hooks";
import { useLive } from "@/api/live";

/** How often a widget reads its figures again while somebody looks. */
export const often = 120_000;

// A change of many records is one reason to read again.
const patience = 2_000;

/** Reads the figures of a widget again soon after one of its records changed. */
export function useAlive(entity: string | undefined, read: () => void): void {
  const again = useDebouncedCallback(read, patience);
  useLive("changed", (event) => {
    if (entity && event.entity === entity) again();
  });
}
