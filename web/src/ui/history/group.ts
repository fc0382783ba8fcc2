import type { HistoryItem } from "@/api/history";

/** Changes by one person through one channel within ten minutes belong together; creations stand alone. */
export function groupItems(items: HistoryItem[]): HistoryItem[][] {
  const groups: HistoryItem[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const together =
      group &&
      last &&
      item.op === "updated" &&
      last.op === "updated" &&
      item.actor?.id === last.actor?.id &&
      item.via === last.via &&
      (item.reason ?? "") === (last.reason ?? "") &&
      Math.abs(new Date(last.at).getTime() - new Date(item.at).getTime()) <= 600_000;
    if (together) group.push(item);
    else groups.push([item]);
  }
  return groups;
}
