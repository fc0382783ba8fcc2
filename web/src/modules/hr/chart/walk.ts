import type { Forest, TreeItem, TreeNode } from "@/ui/tree/tree";

/** Where a key leads in a chart that is drawn from the top down, and what must be opened for it. */
export interface Step {
  to: string;
  open?: string;
}

/**
 * Up is the manager, down the first report (opened if need be), left and right the neighbours on
 * the same level that are in sight, also those of another manager; Home is the top of the tree.
 */
export function walk<T extends TreeItem>(key: string, current: string, forest: Forest<T>, expanded: ReadonlySet<string>): Step | null {
  const node = forest.byId.get(current);
  if (!node) return forest.roots[0] ? { to: forest.roots[0].item.id } : null;
  switch (key) {
    case "ArrowUp":
      return node.parent ? { to: node.parent.item.id } : null;
    case "ArrowDown": {
      const first = node.children[0];
      if (!first) return null;
      return expanded.has(current) ? { to: first.item.id } : { to: first.item.id, open: current };
    }
    case "ArrowLeft":
    case "ArrowRight": {
      const level = levelOf(forest, node.depth, expanded);
      const next = level[level.indexOf(node) + (key === "ArrowRight" ? 1 : -1)];
      return next ? { to: next.item.id } : null;
    }
    case "Home": {
      let top: TreeNode<T> = node;
      while (top.parent) top = top.parent;
      return top === node ? null : { to: top.item.id };
    }
    default:
      return null;
  }
}

/** All nodes of one depth that are in sight, from start to end. */
export function levelOf<T extends TreeItem>(forest: Forest<T>, depth: number, expanded: ReadonlySet<string>): TreeNode<T>[] {
  let level = forest.roots;
  for (let at = 0; at < depth; at++) level = level.flatMap((node) => (expanded.has(node.item.id) ? node.children : []));
  return level;
}
