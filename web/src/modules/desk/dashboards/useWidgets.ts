import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { takeChange } from "@/api/changes";
import { api } from "@/api/client";
import { keyOf, useRefresh } from "@/api/query";
import { written, type Dashboard, type Widget } from "@/ui/dashboard/wire";
import { showFailed } from "@/ui/UndoToast";

// Several steps of a key are one change.
const patience = 700;

/**
 * Arranges the widgets of a dashboard: they stand where they are put at once, and are kept when
 * the hand rests, one change after the other. A refusal brings back what is kept.
 */
export function useWidgets(id: string) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const path = `/desk/dashboards/${id}`;
  const timer = useRef(0);
  const waiting = useRef(false);
  const flight = useRef<Promise<void>>(Promise.resolve());
  const [saving, setSaving] = useState(false);

  const send = async () => {
    const key = keyOf(path, {});
    const now = client.getQueryData<Dashboard>(key);
    if (!waiting.current || !now?.widgets) return;
    waiting.current = false;
    try {
      const answer = await api.patch<Dashboard>(path, { widgets: now.widgets.map(written) }, now.version);
      takeChange(); // what was moved is moved back by hand
      client.setQueryData<Dashboard>(key, (shown) => (waiting.current && shown ? { ...answer, widgets: shown.widgets } : answer));
    } catch (cause) {
      waiting.current = false;
      showFailed(cause);
      await client.invalidateQueries({ queryKey: key });
    } finally {
      if (!waiting.current) setSaving(false);
    }
  };
  const flush = (): Promise<void> => {
    window.clearTimeout(timer.current);
    flight.current = flight.current.then(send);
    return flight.current;
  };
  const put = (widgets: Widget[]) => {
    client.setQueryData<Dashboard>(keyOf(path, {}), (shown) => shown && { ...shown, widgets, count: widgets.length });
    waiting.current = true;
    setSaving(true);
  };
  const leave = useEffectEvent(() => void flush());
  useEffect(() => () => leave(), []);

  return {
    saving,
    /** Shows them so, and keeps them in a moment. */
    arrange: (widgets: Widget[]) => {
      put(widgets);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush(), patience);
    },
    /** Keeps them at once: some came, went, or show something else. */
    keep: async (widgets: Widget[]) => {
      put(widgets);
      await flush();
      await refresh("/desk/dashboards");
    },
    /** The widgets as they are now, for an undo that comes later. */
    now: () => client.getQueryData<Dashboard>(keyOf(path, {}))?.widgets ?? [],
  };
}

export type WidgetActs = ReturnType<typeof useWidgets>;
