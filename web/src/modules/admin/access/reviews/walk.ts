import type { Schema } from "@/api/schema";

export type ReviewItem = Schema<"AccessReviewItem">;

/** The roles of one person in a round. */
export interface PersonItems {
  user: ReviewItem["user"];
  items: ReviewItem[];
}

/** Items by person, by name; and within a person by role. */
export function byPerson(items: ReviewItem[]): PersonItems[] {
  const found = new Map<string, PersonItems>();
  for (const item of items) {
    const entry = found.get(item.user.id) ?? { user: item.user, items: [] };
    entry.items.push(item);
    found.set(item.user.id, entry);
  }
  for (const entry of found.values()) entry.items.sort((a, b) => a.role_name.localeCompare(b.role_name));
  return [...found.values()].sort((a, b) => a.user.name.localeCompare(b.user.name));
}

/** A button in the list: its row, and 0 for keep or 1 for end. */
export interface Place {
  row: number;
  column: 0 | 1;
}

/** Where a key leads from a button; undefined for a key that leads nowhere. */
export function walk(key: string, { row, column }: Place, rows: number): Place | undefined {
  const down = key === "ArrowDown" || key === "j";
  const up = key === "ArrowUp" || key === "k";
  if (down) return { row: Math.min(row + 1, rows - 1), column };
  if (up) return { row: Math.max(row - 1, 0), column };
  if (key === "ArrowRight" || key === "ArrowLeft") return { row, column: column === 0 ? 1 : 0 };
  if (key === "Home") return { row: 0, column };
  if (key === "End") return { row: rows - 1, column };
  return undefined;
}
