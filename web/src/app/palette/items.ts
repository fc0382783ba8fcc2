import type { Icon } from "@tabler/icons-react";

/** One line of the palette. */
export interface Item {
  id: string;
  icon: Icon;
  title: string;
  /** Second line, or the section it comes from. */
  hint?: string;
  keys?: string;
  run: () => void;
}

/** Lines under one heading. */
export interface Section {
  title: string;
  items: Item[];
}

/** Letters without accents and case, as people type them. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * How well a line fits: every typed word must begin a word of it or, weaker, be inside it; 0 does
 * not fit. The start of the title counts most.
 */
export function rank(item: { title: string; hint?: string }, typed: string): number {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const title = folded(item.title);
  const all = `${title} ${folded(item.hint ?? "")}`;
  let sum = title.startsWith(words[0] ?? "") ? 4 : 0;
  for (const word of words) {
    if (new RegExp(`(^|[^\\p{L}\\p{N}])${escaped(word)}`, "u").test(title)) sum += 3;
    else if (title.includes(word)) sum += 2;
    else if (all.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

/** The lines that fit, best first; equal ones keep their order. */
export function fitting(items: Item[], typed: string, limit: number): Item[] {
  return items
    .map((item) => ({ item, fit: rank(item, typed) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, limit)
    .map(({ item }) => item);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
