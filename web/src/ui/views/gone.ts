import type { Params } from "../address";
import { isBranch, parseFilter, writeFilter, type Branch, type Node } from "../filter/tree";
import { isCustom, partsOf } from "./state";

// Members of the address that are lists of words, each about one field.
const lists = ["sort", "columns", "group", "sums", "pin", "by", "measure"];
const named = /(?:^|[:-])(custom\.[a-z][a-z0-9_]*)/;

/**
 * An address without what it says of fields that the organisation had once and has no more, so that the
 * rest of a view goes on working, and the names of these fields.
 */
export function withoutGone(params: Params, known: ReadonlySet<string>): { params: Params; gone: string[] } {
  const gone = new Set<string>();
  const there = (name: string) => {
    if (!isCustom(name) || known.has(name)) return true;
    gone.add(name);
    return false;
  };
  const out: Params = {};
  for (const [name, value] of Object.entries(params)) {
    if (lists.includes(name)) {
      const kept = value.split(",").filter((word) => there(named.exec(word)?.[1] ?? ""));
      if (kept.length > 0) out[name] = kept.join(",");
    } else if (name === "filter") {
      const root = parseFilter(value);
      const kept = root && pruned(root, there);
      const text = root && kept !== root ? kept && writeFilter(kept) : value;
      if (text) out[name] = text;
    } else if (!isCustom(name) || partsOf(name, known)) out[name] = value;
    else there(fieldOf(name));
  }
  return gone.size > 0 ? { params: out, gone: [...gone] } : { params, gone: [] };
}

function fieldOf(name: string): string {
  return name.split(".").slice(0, 2).join(".");
}

// The same branch where nothing of it is gone; undefined where nothing is left.
function pruned(branch: Branch, there: (name: string) => boolean): Branch | undefined {
  const parts = branch.parts.map((part): Node | undefined => (isBranch(part) ? pruned(part, there) : there(part.field) ? part : undefined));
  if (parts.every((part, index) => part === branch.parts[index])) return branch;
  const left = parts.filter((part) => part !== undefined);
  return left.length > 0 ? { ...branch, parts: left } : undefined;
}
