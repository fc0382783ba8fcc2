import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { api } from "@/api/client";
import type { Import, ImportChange, ImportState, ImportTarget } from "@/api/imports";
import { useLive } from "@/api/live";
import { keyOf, useGet, useRefresh } from "@/api/query";
import { showFailed } from "@/ui/UndoToast";

const busy = new Set<ImportState>(["checking", "running", "undoing"]);

/** Whether a job works on the import. */
export function isBusy(state: ImportState | undefined): boolean {
  return state !== undefined && busy.has(state);
}

/**
 * One import. While a job works on it the event stream says how far it is; it is also read again
 * every second, so that a lost stream leaves nobody in front of a bar that stands still.
 */
export function useImport(id: string) {
  const client = useQueryClient();
  const path = `/imports/${id}`;
  const known = client.getQueryData<Import>(keyOf(path, {}));
  const result = useGet<Import>(path, undefined, { refetchInterval: isBusy(known?.state) ? 1000 : undefined });
  useLive("progress", (event) => {
    if (event.import !== id) return;
    if (isBusy(event.state as ImportState) && event.state === result.data?.state) {
      client.setQueryData<Import>(keyOf(path, {}), (old) => (old ? { ...old, progress: { done: event.done, total: event.total } } : old));
    } else {
      void result.refetch();
    }
  });
  return result;
}

/** Everything that one may import. */
export function useTargets() {
  return useGet<{ items?: ImportTarget[] | null }>("/imports/targets", undefined, { staleTime: 300_000 });
}

/** The target of that name; undefined until the list is there, or when one may not import it. */
export function useTarget(name: string | undefined): ImportTarget | undefined {
  const targets = useTargets();
  return useMemo(() => targets.data?.items?.find((t) => t.name === name), [targets.data, name]);
}

/**
 * Changes of the mapping and its options, sent one after the other in the order of the clicks,
 * each on the version that the one before it made.
 */
export function useSaving(id: string) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const [saving, setSaving] = useState(0);
  const key = keyOf(`/imports/${id}`, {});
  const save = (body: ImportChange): Promise<unknown> => {
    setSaving((n) => n + 1);
    queue.current = queue.current
      .then(async () => {
        const version = client.getQueryData<Import>(key)?.version;
        const next = await api.patch<Import>(`/imports/${id}`, body, version);
        client.setQueryData(key, next);
      })
      .catch(async (cause: unknown) => {
        showFailed(cause);
        await refresh(`/imports/${id}`);
      })
      .finally(() => setSaving((n) => n - 1));
    return queue.current;
  };
  return { save, saving: saving > 0, settled: () => queue.current };
}

/** Runs a verb of the import and shows its new state. */
export function useVerb(id: string) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [running, setRunning] = useState<string | null>(null);
  const run = async (verb: "check" | "run" | "cancel" | "undo"): Promise<boolean> => {
    setRunning(verb);
    try {
      const next = await api.post<Import>(`/imports/${id}/${verb}`);
      client.setQueryData<Import>(keyOf(`/imports/${id}`, {}), (old) => ({ ...old, ...next }));
      client.removeQueries({ queryKey: keyOf(`/imports/${id}/rows`) });
      return true;
    } catch (cause) {
      showFailed(cause);
      await refresh(`/imports/${id}`);
      return false;
    } finally {
      setRunning(null);
    }
  };
  return { run, running };
}
