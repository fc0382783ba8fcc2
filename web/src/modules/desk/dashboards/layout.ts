import type { Box } from "@/ui/dashboard/wire";

/** How wide a dashboard is. */
export const wide = 12;
const highest = 20;

/** A box that fits on the dashboard. */
export function clamped<T extends Box>(box: T): T {
  const w = Math.min(wide, Math.max(1, box.w));
  const h = Math.min(highest, Math.max(1, box.h));
  return { ...box, w, h, x: Math.min(wide - w, Math.max(0, box.x)), y: Math.max(0, box.y) };
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * Boxes without gaps above them and without overlap, in the order that they came in. One of them
 * goes first where two want the same row: the one that somebody holds.
 */
export function settled<T extends Box>(boxes: T[], held?: string): T[] {
  const order = boxes.map(clamped).sort((a, b) => a.y - b.y || Number(b.id === held) - Number(a.id === held) || a.x - b.x);
  const done: T[] = [];
  for (const box of order) {
    const free = (y: number) => !done.some((other) => meets({ ...box, y }, other));
    let y = box.y;
    while (!free(y)) y += 1;
    while (y > 0 && free(y - 1)) y -= 1;
    done.push({ ...box, y });
  }
  return boxes.map((box) => done.find((one) => one.id === box.id) ?? box);
}

/** The boxes when one of them is put somewhere else, or made larger or smaller. */
export function arranged<T extends Box>(boxes: T[], id: string, to: Partial<Omit<Box, "id">>): T[] {
  return settled(boxes.map((box) => (box.id === id ? clamped({ ...box, ...to }) : box)), id);
}

/** One step of a key. */
export type Step = "left" | "right" | "up" | "down" | "narrower" | "wider" | "shorter" | "taller";

/** The boxes after one step; the same ones when there is no way. */
export function stepped<T extends Box>(boxes: T[], id: string, step: Step): T[] {
  const box = boxes.find((one) => one.id === id);
  if (!box) return boxes;
  const by = (to: Partial<Box>) => arranged(boxes, id, to);
  switch (step) {
    case "left":
      return by({ x: box.x - 1 });
    case "right":
      return by({ x: box.x + 1 });
    case "narrower":
      return by({ w: box.w - 1 });
    case "wider":
      // At the edge it grows towards the start.
      return by({ w: box.w + 1, x: Math.min(box.x, wide - Math.min(wide, box.w + 1)) });
    case "shorter":
      return by({ h: box.h - 1 });
    case "taller":
      return by({ h: box.h + 1 });
  }
  // Up and down go past the next box: a single row would fall back.
  const direction = step === "up" ? -1 : 1;
  for (let far = 1; far <= highest; far += 1) {
    const y = box.y + direction * far;
    if (y < 0) break;
    const next = by({ y });
    if (next.find((one) => one.id === id)?.y !== box.y) return next;
  }
  return boxes;
}

/** The order in which boxes are read and tabbed through: row by row. */
export function inReadingOrder<T extends Box>(boxes: T[]): T[] {
  return boxes.toSorted((a, b) => a.y - b.y || a.x - b.x);
}
