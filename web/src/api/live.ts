import { useEffect, useEffectEvent } from "react";

/** "This record is not what you read": the stream says which, never what is in it. */
export interface Changed {
  entity: string;
  id: string;
}

/** How far a long job has come. */
export interface Progress {
  import?: string;
  job?: string;
  done: number;
  total: number;
  state: string;
}

interface LiveEvents {
  changed: Changed;
  /** Somebody came to a record that this tab shows, went, or began or ceased to edit it. */
  present: Changed;
  progress: Progress;
}

const listeners = { changed: new Set<(e: Changed) => void>(), present: new Set<(e: Changed) => void>(), progress: new Set<(e: Progress) => void>() };

/** Hands an event of the stream to every screen that listens. */
export function emitLive<K extends keyof LiveEvents>(kind: K, event: LiveEvents[K]): void {
  for (const listener of listeners[kind] as Set<(e: LiveEvents[K]) => void>) listener(event);
}

/** Listens to one kind of live event while the component is mounted. */
export function useLive<K extends keyof LiveEvents>(kind: K, handler: (event: LiveEvents[K]) => void): void {
  const onEvent = useEffectEvent(handler);
  useEffect(() => {
    const set = listeners[kind] as Set<(e: LiveEvents[K]) => void>;
    const listener = (event: LiveEvents[K]) => onEvent(event);
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }, [kind]);
}
