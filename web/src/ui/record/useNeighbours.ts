import { useEffect, useEffectEvent } from "react";
import type { RecordRef } from "@/api/notes";
import { usePages } from "@/api/query";
import { useGo } from "../address";
import { isTyping } from "../grid/keyboard";
import { readPlace } from "../place";

/** Where a record stands in the list that it was opened from. */
export interface Neighbours {
  /** From 1; of what is loaded. */
  position: number;
  previous?: () => void;
  next?: () => void;
}

interface Row {
  id?: string;
}

/**
 * The records before and after one in the order of its list. The list's own pages are asked for,
 * which are mostly in the cache; near the end the next one comes. `path` is the record's address.
 */
export function useNeighbours(record: RecordRef | undefined, path: string): Neighbours | undefined {
  const go = useGo();
  const place = record ? readPlace(record.entity) : null;
  const pages = usePages<Row>(place?.endpoint ?? "/", place?.query ?? {}, { enabled: place !== null });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const index = record ? rows.findIndex((row) => row.id === record.id) : -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (index >= 0 && index >= rows.length - 2 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [index, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const to = (at: number): (() => void) | undefined => {
    const id = rows[at]?.id;
    return record && id && index >= 0 ? () => go(path.replace(record.id, id)) : undefined;
  };
  const previous = index > 0 ? to(index - 1) : undefined;
  const next = to(index + 1);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("[role=dialog],[role=menu],[role=listbox]")) return;
    const move = event.key.toLowerCase() === "j" ? next : event.key.toLowerCase() === "k" ? previous : undefined;
    if (!move) return;
    event.preventDefault();
    move();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return index >= 0 && rows.length > 1 ? { position: index + 1, previous, next } : undefined;
}
