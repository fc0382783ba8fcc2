/** One node of a tree as lists answer it: it names its parent. */
export interface TreeItem {
  id: string;
  parent: string | null | undefined;
  /** What type-ahead looks for, and what stands in the row if nothing else is drawn. */
  text: string;
}

/** A node with what hangs on it. */
export interface TreeNode<T extends TreeItem> {
  item: T;
  depth: number;
  parent: TreeNode<T> | null;
  children: TreeNode<T>[];
  /** How many nodes there are below, on all levels. */
  below: number;
}

/** A tree and the way from an id to its node. */
export interface Forest<T extends TreeItem> {
  roots: TreeNode<T>[];
  byId: Map<string, TreeNode<T>>;
}

/**
 * Builds the tree in the order of the items. A node whose parent is not among them is a root; so
 * is, in data that is broken, one that would hang on itself.
 */
export function buildTree<T extends TreeItem>(items: T[]): Forest<T> {
  const byId = new Map<string, TreeNode<T>>();
  for (const item of items) byId.set(item.id, { item, depth: 0, parent: null, children: [], below: 0 });
  const roots: TreeNode<T>[] = [];
  for (const node of byId.values()) {
    const parent = node.item.parent ? byId.get(node.item.parent) : undefined;
    if (!parent || hangsOn(parent, node)) roots.push(node);
    else {
      node.parent = parent;
      parent.children.push(node);
    }
  }
  const settle = (node: TreeNode<T>, depth: number) => {
    node.depth = depth;
    for (const child of node.children) settle(child, depth + 1);
    node.below = node.children.reduce((count, child) => count + 1 + child.below, 0);
  };
  for (const root of roots) settle(root, 0);
  return { roots, byId };
}

function hangsOn<T extends TreeItem>(node: TreeNode<T>, other: TreeNode<T>): boolean {
  for (let at: TreeNode<T> | null = node; at; at = at.parent) if (at === other) return true;
  return false;
}

/** The way from the top down to a node, without itself. */
export function chainOf<T extends TreeItem>(node: TreeNode<T> | undefined): TreeNode<T>[] {
  const chain: TreeNode<T>[] = [];
  for (let at = node?.parent; at; at = at.parent) chain.unshift(at);
  return chain;
}

/** Ids of all nodes above a depth: what is open to begin with. */
export function openTo<T extends TreeItem>(forest: Forest<T>, depth: number): Set<string> {
  return new Set([...forest.byId.values()].filter((n) => n.depth < depth && n.children.length > 0).map((n) => n.item.id));
}

/** The nodes that are in sight, from top to bottom. */
export function visibleNodes<T extends TreeItem>(forest: Forest<T>, expanded: ReadonlySet<string>): TreeNode<T>[] {
  const out: TreeNode<T>[] = [];
  const walk = (node: TreeNode<T>) => {
    out.push(node);
    if (expanded.has(node.item.id)) node.children.forEach(walk);
  };
  forest.roots.forEach(walk);
  return out;
}

/** What a key does in a tree. */
export type TreeMove = { focus: string } | { toggle: string; open: boolean } | null;

/** Arrows, Home and End as in every tree; a letter goes to the next node that begins with it. */
export function treeMove<T extends TreeItem>(key: string, current: string, forest: Forest<T>, expanded: ReadonlySet<string>): TreeMove {
  const rows = visibleNodes(forest, expanded);
  const at = rows.findIndex((n) => n.item.id === current);
  const node = rows[at];
  if (!node) return rows[0] ? { focus: rows[0].item.id } : null;
  const to = (index: number): TreeMove => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    return row && row !== node ? { focus: row.item.id } : null;
  };
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "Home":
      return to(0);
    case "End":
      return to(rows.length - 1);
    case "ArrowRight":
      if (node.children.length === 0) return null;
      return expanded.has(current) ? to(at + 1) : { toggle: current, open: true };
    case "ArrowLeft":
      if (expanded.has(current) && node.children.length > 0) return { toggle: current, open: false };
      return node.parent ? { focus: node.parent.item.id } : null;
    default: {
      if (key.length !== 1 || key === " ") return null;
      const wanted = key.toLowerCase();
      const after = [...rows.slice(at + 1), ...rows.slice(0, at)];
      const found = after.find((n) => n.item.text.toLowerCase().startsWith(wanted));
      return found ? { focus: found.item.id } : null;
    }
  }
}
