import type { HistoryItem } from "@/api/history";
import type { Entry } from "@/api/notes";

/** A line of the timeline: something that was said or kept, or what one person changed. */
export type Line = { at: string; entry: Entry; changes?: undefined } | { at: string; changes: HistoryItem[]; entry?: undefined };

/** What is loaded of one stream, newest first, and whether older things are still on the server. */
export interface Stream<T> {
  items: T[];
  more: boolean;
}

/**
 * Up to when all streams are known. Each is paged by itself, by keyset; what is older than the
 * oldest loaded thing of a stream that goes on must wait, or a later page would slip in above it.
 */
export function horizon(streams: Stream<{ at: string }>[]): string {
  return streams.reduce((latest, stream) => {
    const last = stream.more ? stream.items.at(-1)?.at : undefined;
    return last && time(last) > time(latest) ? last : latest;
  }, "0001-01-01T00:00:00Z");
}

/** The lines of both streams by time, down to the horizon; changes that belong together are one line. */
export function merge(entries: Stream<Entry>, changes: Stream<HistoryItem>, group: (items: HistoryItem[]) => HistoryItem[][]): Line[] {
  const down = time(horizon([entries, changes]));
  const said = entries.items.filter((entry) => time(entry.at) >= down);
  const done = changes.items.filter((item) => time(item.at) >= down);
  const lines: Line[] = [];
  let run: HistoryItem[] = [];
  const close = () => {
    for (const together of group(run)) lines.push({ at: together[0]!.at, changes: together });
    run = [];
  };
  let next = 0;
  for (const item of done) {
    for (; next < said.length && time(said[next]!.at) >= time(item.at); next++) {
      close();
      lines.push({ at: said[next]!.at, entry: said[next]! });
    }
    run.push(item);
  }
  close();
  for (; next < said.length; next++) lines.push({ at: said[next]!.at, entry: said[next]! });
  return lines;
}

/** The streams whose next page the horizon waits for. */
export function behind<T extends Stream<{ at: string }>>(streams: T[]): T[] {
  const down = time(horizon(streams));
  return streams.filter((stream) => stream.more && time(stream.items.at(-1)?.at ?? "") >= down);
}

const time = (at: string): number => new Date(at || 0).getTime();
