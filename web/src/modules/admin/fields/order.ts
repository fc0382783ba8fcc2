/** A list with one of its members elsewhere: before the one that is at `to` now, or behind the last. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const at = Math.max(0, Math.min(to, list.length - 1));
  if (from < 0 || from >= list.length || from === at) return next;
  next.splice(at, 0, ...next.splice(from, 1));
  return next;
}

/** Fields as a new order has them; those that it does not name come last, as they were. */
export function inOrder<T extends { id: string }>(fields: readonly T[], ids: readonly string[] | null): T[] {
  if (!ids) return [...fields];
  const place = new Map(ids.map((id, index) => [id, index]));
  return fields.toSorted((a, b) => (place.get(a.id) ?? ids.length) - (place.get(b.id) ?? ids.length));
}
