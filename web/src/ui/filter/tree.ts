import type { Condition } from "../grid/filters";

/** One comparison of a nested filter. */
export interface Leaf {
  field: string;
  op: string;
  value: string;
}

/** Conditions of which all or one must hold, or must not. */
export interface Branch {
  join: "and" | "or";
  not: boolean;
  parts: Node[];
}

export type Node = Leaf | Branch;

/** How deep the server reads a filter, and how many conditions. */
export const maxDepth = 6;
export const maxConditions = 100;

export function isBranch(node: Node): node is Branch {
  return "parts" in node;
}

/** Reads the address's filter; undefined for what is no filter. */
export function parseFilter(text: string | undefined): Branch | undefined {
  if (!text) return undefined;
  try {
    const node = read(JSON.parse(text));
    if (!node) return undefined;
    return isBranch(node) ? node : { join: "and", not: false, parts: [node] };
  } catch {
    return undefined;
  }
}

type Wire = { and?: Wire[]; or?: Wire[]; not?: Wire; field?: string; op?: string; value?: unknown };

function read(wire: Wire): Node | undefined {
  if (wire.not) {
    const inner = read(wire.not);
    if (!inner) return undefined;
    if (isBranch(inner) && !inner.not) return { ...inner, not: true };
    return { join: "and", not: true, parts: [inner] };
  }
  const parts = wire.and ?? wire.or;
  if (parts) {
    const all = parts.map(read);
    return all.every((p) => p !== undefined) ? { join: wire.and ? "and" : "or", not: false, parts: all } : undefined;
  }
  if (typeof wire.field !== "string") return undefined;
  const value = Array.isArray(wire.value) ? wire.value.map(String).join(",") : String(wire.value ?? "");
  return { field: wire.field, op: wire.op === "is" || !wire.op ? "" : wire.op, value };
}

/** The filter as the API reads it; undefined when it asks for nothing. Unfinished conditions are left out. */
export function writeFilter(root: Branch): string | undefined {
  const wire = write(root);
  return wire ? JSON.stringify(wire) : undefined;
}

function write(node: Node): Wire | undefined {
  if (!isBranch(node)) return node.field && node.value !== "" ? { field: node.field, op: node.op || "is", value: node.value } : undefined;
  const parts = node.parts.map(write).filter((p) => p !== undefined);
  if (parts.length === 0) return undefined;
  const [only] = parts;
  const inner = parts.length === 1 && only ? only : { [node.join]: parts };
  return node.not ? { not: inner } : inner;
}

/** Depth as the server counts it. */
export function depthOf(node: Node): number {
  if (!isBranch(node)) return 1;
  const inner = Math.max(0, ...node.parts.map(depthOf));
  return inner + (node.parts.length > 1 ? 1 : 0) + (node.not ? 1 : 0);
}

/** Number of conditions in it. */
export function countOf(node: Node): number {
  return isBranch(node) ? node.parts.reduce((n, part) => n + countOf(part), 0) : 1;
}

/** The chips of a list as a nested filter. */
export function fromConditions(conditions: Condition[]): Leaf[] {
  return conditions.map(({ field, op, value }) => ({ field, op, value }));
}

/** The filter as chips, where it says no more than chips can: all of them hold, each field and way once. */
export function toConditions(root: Branch): Record<string, string> | undefined {
  if (root.not || (root.join === "or" && root.parts.length > 1)) return undefined;
  const out: Record<string, string> = {};
  for (const part of root.parts) {
    if (isBranch(part)) {
      const inner = toConditions(part);
      if (!inner || Object.keys(inner).some((name) => name in out)) return undefined;
      Object.assign(out, inner);
      continue;
    }
    const name = part.op ? `${part.field}.${part.op}` : part.field;
    if (name in out) return undefined;
    if (part.value !== "") out[name] = part.value;
  }
  return out;
}

/** The tree with another node at a place. Undefined takes the node away. */
export function replaced(root: Branch, path: number[], node: Node | undefined): Branch {
  const [at, ...rest] = path;
  if (at === undefined) return node && isBranch(node) ? node : root;
  const parts = root.parts.flatMap((part, index) => {
    if (index !== at) return [part];
    if (rest.length === 0) return node ? [node] : [];
    return isBranch(part) ? [replaced(part, rest, node)] : [part];
  });
  return { ...root, parts };
}
