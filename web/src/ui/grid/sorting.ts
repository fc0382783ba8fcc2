/** By how many fields a list is sorted at once. */
const most = 3;

interface Sorted {
  direction: "ascending" | "descending" | "none";
  /** Which of several fields it is; undefined when it is the only one. */
  place?: number;
}

/** How a field takes part in an order like "status,-amount". */
export function sortedBy(sort: string, field: string | undefined): Sorted {
  const words = sort.split(",").filter(Boolean);
  const at = words.findIndex((word) => word.replace(/^-/, "") === field);
  if (at < 0) return { direction: "none" };
  return { direction: words[at]?.startsWith("-") ? "descending" : "ascending", ...(words.length > 1 ? { place: at + 1 } : {}) };
}

/**
 * The order after a click on a column: upwards, then downwards, then not by it. With `add` the other
 * fields stay, and a new one comes last; the fourth takes the place of the third.
 */
export function sortOn(sort: string, field: string, add: boolean): string | undefined {
  const { direction } = sortedBy(sort, field);
  const next = direction === "none" ? field : direction === "ascending" ? `-${field}` : undefined;
  if (!add) return next;
  const words = sort.split(",").filter(Boolean);
  const at = words.findIndex((word) => word.replace(/^-/, "") === field);
  if (at < 0) return [...words.slice(0, most - 1), field].join(",");
  return words.flatMap((word, index) => (index === at ? (next ? [next] : []) : [word])).join(",") || undefined;
}
