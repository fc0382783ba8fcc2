import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Forest, TreeNode } from "@/ui/tree/tree";
import { Face } from "../shared/Face";
import type { ChartItem } from "./OrgChart";
import classes from "./OrgChart.module.css";
import { walk } from "./walk";

interface ChartViewProps {
  forest: Forest<ChartItem>;
  expanded: ReadonlySet<string>;
  onExpanded: (expanded: ReadonlySet<string>) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The chart from the top down. Arrows walk it, Enter opens the page, Space opens and closes a branch. */
export function ChartView(props: ChartViewProps) {
  const { forest, expanded, onExpanded, selected, onSelect, onOpen } = props;
  const { t } = useTranslation("hr");
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef(false);
  const stop = selected ?? forest.roots[0]?.item.id;
  const box = (id: string) => root.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(id)}"]`);

  // Whoever is looked for comes to the middle, also after a search or a reload.
  useEffect(() => {
    if (selected) box(selected)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [selected]);

  // The top of a wide chart is in its middle.
  useEffect(() => {
    const canvas = root.current;
    if (canvas && !selected && !shown.current) canvas.scrollLeft = (canvas.scrollWidth - canvas.clientWidth) / 2;
    shown.current = true; // later the person moves the chart
  }, [selected]);

  const toggle = (id: string) => {
    const next = new Set(expanded);
    if (!next.delete(id)) next.add(id);
    onExpanded(next);
  };
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      onOpen(id);
    } else if (event.key === " ") {
      event.preventDefault();
      if ((forest.byId.get(id)?.children.length ?? 0) > 0) toggle(id);
    } else {
      const step = walk(event.key, id, forest, expanded);
      if (!step) return;
      event.preventDefault();
      if (step.open) onExpanded(new Set([...expanded, step.open]));
      onSelect(step.to);
      // After a branch was opened its boxes are there in the next turn.
      window.setTimeout(() => box(step.to)?.focus(), 0);
    }
  };

  const branch = (node: TreeNode<ChartItem>, siblings: TreeNode<ChartItem>[]) => {
    const { item } = node;
    const open = expanded.has(item.id) && node.children.length > 0;
    // A team below the top stands in a column while none of it is opened, which saves width.
    const column = open && node.depth > 0 && node.children.length > 1 && node.children.every((child) => !expanded.has(child.item.id) || child.children.length === 0);
    return (
      <li key={item.id} role="none" className={classes.node}>
        <div
          role="treeitem"
          data-person={item.id}
          aria-level={node.depth + 1}
          aria-setsize={siblings.length}
          aria-posinset={siblings.indexOf(node) + 1}
          aria-expanded={node.children.length > 0 ? open : undefined}
          aria-selected={selected === item.id}
          tabIndex={stop === item.id ? 0 : -1}
          className={classes.box}
          data-leads={node.children.length > 0 || undefined}
          onKeyDown={(event) => onKeyDown(event, item.id)}
          onClick={() => onSelect(item.id)}
          onDoubleClick={() => onOpen(item.id)}
        >
          <Face name={item.text} size={32} />
          <span className={classes.boxText}>
            <span className={classes.name} dir="auto">
              {item.text}
            </span>
            <span className={classes.title} dir="auto">
              {item.node.title ?? item.node.unit.name}
            </span>
            {item.node.title ? (
              <span className={classes.title} dir="auto">
                {item.node.unit.name}
              </span>
            ) : null}
          </span>
          {node.children.length > 0 ? (
            <button
              type="button"
              tabIndex={-1}
              className={classes.toggle}
              aria-label={open ? t("chart.hide_reports", { name: item.text, count: node.children.length }) : t("chart.show_reports", { name: item.text, count: node.below })}
              onClick={(event) => {
                event.stopPropagation();
                toggle(item.id);
              }}
            >
              {open ? <IconChevronUp size={14} stroke={2} aria-hidden /> : <IconChevronDown size={14} stroke={2} aria-hidden />}
              {open ? node.children.length : node.below}
            </button>
          ) : null}
        </div>
        {open ? (
          <ul role="group" className={column ? classes.column : classes.children}>
            {node.children.map((child) => branch(child, node.children))}
          </ul>
        ) : null}
      </li>
    );
  };
  return (
    <div ref={root} className={classes.canvas}>
      <ul role="tree" aria-label={t("chart.title")} className={classes.roots}>
        {forest.roots.map((node) => branch(node, forest.roots))}
      </ul>
    </div>
  );
}
