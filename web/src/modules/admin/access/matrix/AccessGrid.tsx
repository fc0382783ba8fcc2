import { Popover } from "@mantine/core";
import { useId, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { scopes } from "../types";
import { actionWord, classWord, type Words } from "../words";
import type { Wish } from "./cells";
import { GridRow } from "./GridRow";
import classes from "./matrix.module.css";
import { move, type At } from "./move";
import type { Cell, Table } from "./rows";

/** How a cell was opened: to look, to deny, or because a wish could not be had. */
export interface Opened {
  cell: Cell;
  deny?: boolean;
  refused?: Wish;
}

interface AccessGridProps {
  label: string;
  table: Table;
  words: Words;
  /** Head of a group of rows. */
  groupWord: (key: string) => string;
  /** A key or a click wishes for a scope; false: it cannot be had, and the cell opens to say why. */
  onWish?: (cell: Cell, wish: Wish) => boolean;
  /** What stands in the window of a cell. */
  panel: (opened: Opened, close: () => void) => ReactNode;
}

interface Anchor extends Opened {
  at: At;
  box: CSSProperties;
}

/** The matrix: arrows move, 1 to 5 set how far a right reaches, d denies, Enter opens the cell. */
export function AccessGrid({ label, table, words, groupWord, onWish, panel }: AccessGridProps) {
  const { t } = useTranslation("access");
  const gridId = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<At>({ row: 0, column: 0 });
  const [opened, setOpened] = useState<Anchor | null>(null);
  const rows = useMemo(() => table.groups.flatMap((group) => group.rows), [table]);
  const columns = useMemo(() => rows.map((row) => [...row.slots.flatMap((cell, n) => (cell ? [n] : [])), ...row.more.map((_cell, n) => row.slots.length + n)]), [rows]);
  // A filter may have taken away the cell that had the focus.
  const active = columns[wanted.row]?.includes(wanted.column) ? wanted : (move(columns, wanted, "Home", true) ?? { row: 0, column: 0 });

  const cellAt = (at: At): Cell | undefined => {
    const row = rows[at.row];
    return (at.column < (row?.slots.length ?? 0) ? row?.slots[at.column] : row?.more[at.column - (row?.slots.length ?? 0)]) ?? undefined;
  };
  const elementAt = (at: At) => document.getElementById(`${gridId}-${at.row}-${at.column}`);
  const placeOf = (target: EventTarget): At | null => {
    const element = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
    return element ? { row: Number(element.dataset["row"]), column: Number(element.dataset["column"]) } : null;
  };
  const open = (at: At, how: Omit<Opened, "cell"> = {}) => {
    const cell = cellAt(at);
    const box = elementAt(at)?.getBoundingClientRect();
    const frame = scroll.current;
    if (!cell || !box || !frame) return;
    const around = frame.getBoundingClientRect();
    setOpened({
      ...how,
      cell,
      at,
      box: { insetBlockStart: box.top - around.top + frame.scrollTop, insetInlineStart: box.left - around.left + frame.scrollLeft, inlineSize: box.width, blockSize: box.height },
    });
  };
  const close = () => {
    const at = opened?.at;
    setOpened(null);
    if (at) window.setTimeout(() => elementAt(at)?.focus(), 0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = placeOf(event.target);
    if (!at || event.altKey || event.metaKey) return;
    const to = move(columns, at, event.key, event.ctrlKey);
    const cell = cellAt(at);
    if (to) {
      setWanted(to);
      elementAt(to)?.focus();
    } else if (event.ctrlKey || !cell) return;
    else if (event.key === "Enter" || event.key === " ") open(at);
    else if (onWish && event.key.toLowerCase() === "d") open(at, { deny: true });
    else if (onWish && /^[1-5]$/.test(event.key)) {
      const wish: Wish = { scope: event.key === "1" ? "none" : (scopes[Number(event.key) - 2] ?? "own") };
      if (!onWish(cell, wish)) open(at, { refused: wish });
    } else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const at = placeOf(event.target);
    if (!at) return;
    setWanted(at);
    open(at);
  };

  // The same cell may be another one by now: somebody changed it from its window.
  const shown = opened ? { ...opened, cell: cellAt(opened.at) ?? opened.cell } : null;
  const starts = table.groups.map((_group, at) => table.groups.slice(0, at).reduce((sum, before) => sum + before.rows.length, 0));
  return (
    <div ref={scroll} className={classes.scroll} style={{ "--columns": table.columns.length } as CSSProperties}>
      <div role="grid" tabIndex={-1} aria-label={label} aria-rowcount={rows.length + 1} className={classes.grid} data-more={table.more || undefined} onKeyDown={onKeyDown} onClick={onClick}>
        <div role="row" className={classes.header}>
          <div role="columnheader" className={classes.corner}>
            {t("matrix.what")}
          </div>
          {table.columns.map((column) => (
            <div key={column.key} role="columnheader" className={classes.column}>
              {actionWord(column.action)}
              {column.fields ? <span className={classes.fields}>{classWord(column.fields)}</span> : null}
            </div>
          ))}
          {table.more ? (
            <div role="columnheader" className={classes.column} data-more>
              {t("matrix.more")}
            </div>
          ) : null}
        </div>
        {table.groups.map((group, at) => (
          <div key={group.key} role="rowgroup" aria-label={groupWord(group.key)}>
            <div role="row" className={classes.group}>
              <div role="rowheader">{groupWord(group.key)}</div>
            </div>
            {group.rows.map((row, n) => {
              const index = (starts[at] ?? 0) + n;
              return <GridRow key={row.key} row={row} index={index} gridId={gridId} active={active.row === index ? active.column : -1} words={words} />;
            })}
          </div>
        ))}
      </div>
      {shown ? (
        <Popover opened withRoles={false} onChange={(now) => !now && close()} position="bottom-start" width={340} trapFocus returnFocus withinPortal shadow="md" middlewares={{ flip: true, shift: { padding: 8 } }}>
          <Popover.Target>
            <span className={classes.anchor} style={shown.box} />
          </Popover.Target>
          <Popover.Dropdown role="dialog" aria-label={words.right(shown.cell.permission)}>{panel(shown, close)}</Popover.Dropdown>
        </Popover>
      ) : null}
    </div>
  );
}
