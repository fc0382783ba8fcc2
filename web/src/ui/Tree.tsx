import { IconChevronRight } from "@tabler/icons-react";
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { buildTree, openTo, treeMove, visibleNodes, type TreeItem, type TreeNode } from "./tree/tree";
import classes from "./tree/Tree.module.css";

export type { TreeItem } from "./tree/tree";

interface TreeProps<T extends TreeItem> {
  label: string;
  items: T[];
  /** How many levels are open to begin with. */
  depth?: number;
  /** What stands in a row; the item's text if not given. */
  row?: (node: TreeNode<T>) => ReactNode;
  /** At the end of a row: counts, a menu. */
  end?: (node: TreeNode<T>) => ReactNode;
  /** Enter, or a click on the row. */
  onOpen?: (item: T) => void;
  /** The node that is marked. */
  selected?: string | null;
  expanded?: ReadonlySet<string>;
  onExpanded?: (expanded: ReadonlySet<string>) => void;
}

/** A tree as an indented list. Arrows walk it, right opens, left closes, a letter jumps. */
export function Tree<T extends TreeItem>(props: TreeProps<T>) {
  const { items, depth = 2, row, end, onOpen, selected } = props;
  const { t } = useTranslation("ui");
  const root = useRef<HTMLDivElement>(null);
  const forest = useMemo(() => buildTree(items), [items]);
  // What a person closed or opened stays so when the items are read again.
  const [own, setOwn] = useState<ReadonlyMap<string, boolean>>(new Map());
  const standard = useMemo(() => openTo(forest, depth), [forest, depth]);
  const expanded = useMemo(() => {
    if (props.expanded) return props.expanded;
    const open = new Set(standard);
    for (const [id, on] of own) if (on) open.add(id); else open.delete(id);
    return open;
  }, [props.expanded, standard, own]);
  const [focused, setFocused] = useState<string | null>(null);
  const rows = visibleNodes(forest, expanded);
  // Where nothing can be opened, no room is left for what opens it.
  const deep = forest.roots.some((node) => node.children.length > 0);
  const stop = rows.find((n) => n.item.id === (focused ?? selected)) ?? rows[0];

  const toggle = (id: string, open: boolean) => {
    if (props.onExpanded) {
      const next = new Set(expanded);
      if (open) next.add(id);
      else next.delete(id);
      props.onExpanded(next);
    } else setOwn((before) => new Map(before).set(id, open));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>, node: TreeNode<T>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && onOpen) {
      event.preventDefault();
      onOpen(node.item);
      return;
    }
    const move = treeMove(event.key, node.item.id, forest, expanded);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    if ("focus" in move) {
      setFocused(move.focus);
      root.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(move.focus)}"]`)?.focus();
    } else toggle(move.toggle, move.open);
  };

  return (
    <div ref={root} role="tree" aria-label={props.label} className={classes.tree}>
      {rows.map((node) => {
        const id = node.item.id;
        const siblings = node.parent?.children ?? forest.roots;
        const parent = node.children.length > 0;
        return (
          <div
            key={id}
            role="treeitem"
            data-node={id}
            aria-level={node.depth + 1}
            aria-setsize={siblings.length}
            aria-posinset={siblings.indexOf(node) + 1}
            aria-expanded={parent ? expanded.has(id) : undefined}
            aria-selected={selected === id}
            tabIndex={node === stop ? 0 : -1}
            className={classes.row}
            data-opens={onOpen ? true : undefined}
            style={{ paddingInlineStart: 8 + node.depth * 20 }}
            onFocus={() => setFocused(id)}
            onKeyDown={(event) => onKeyDown(event, node)}
            onClick={(event) => {
              if ((event.target as HTMLElement).closest("a,button,input")) return;
              if (onOpen) onOpen(node.item);
              else if (parent) toggle(id, !expanded.has(id));
            }}
          >
            {parent ? (
              <button
                type="button"
                tabIndex={-1}
                className={classes.toggle}
                data-open={expanded.has(id) || undefined}
                aria-label={t(expanded.has(id) ? "tree.close" : "tree.open", { name: node.item.text })}
                onClick={() => toggle(id, !expanded.has(id))}
              >
                <IconChevronRight size={16} stroke={1.75} aria-hidden />
              </button>
            ) : deep ? (
              <span className={classes.toggle} />
            ) : null}
            <div className={classes.main}>{row ? row(node) : node.item.text}</div>
            {end ? <div className={classes.end}>{end(node)}</div> : null}
          </div>
        );
      })}
    </div>
  );
}
