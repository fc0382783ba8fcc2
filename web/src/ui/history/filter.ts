import type { HistoryItem } from "@/api/history";

/** What a timeline is narrowed to. */
export interface TimelineFilter {
  /** Who did it; empty: anybody. */
  actor: string;
  /** A field that was changed; empty: any. */
  field: string;
  /** What was done; empty: anything. */
  op: "" | HistoryItem["op"];
}

export const everything: TimelineFilter = { actor: "", field: "", op: "" };

/** The items that a filter leaves. */
export function narrow(items: HistoryItem[], filter: TimelineFilter): HistoryItem[] {
  return items.filter(
    (item) =>
      (!filter.actor || item.actor?.id === filter.actor) &&
      (!filter.op || item.op === filter.op) &&
      (!filter.field || (item.fields ?? []).some((field) => field.name === filter.field)),
  );
}

/** Whom and which fields there is to choose from, each once. */
export function choices(items: HistoryItem[]): { actors: { value: string; label: string }[]; fields: string[] } {
  const actors = new Map<string, string>();
  const fields = new Set<string>();
  for (const item of items) {
    if (item.actor) actors.set(item.actor.id, item.actor.name);
    if (item.op === "updated") for (const field of item.fields ?? []) fields.add(field.name);
  }
  return { actors: [...actors].map(([value, label]) => ({ value, label })), fields: [...fields].sort() };
}
