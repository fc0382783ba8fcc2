import { Select, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { DndContext, DragOverlay, PointerSensor, pointerWithin, useDroppable, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import type { Query } from "@/api/http";
import { keyOf } from "@/api/query";
import { toProblem } from "@/api/problem";
import classes from "./board/Board.module.css";
import { BoardColumnView } from "./board/BoardColumnView";
import { boardKey } from "./board/keyboard";

/** One column of a board. Its total comes from the server, never from the loaded cards. */
export interface BoardColumn {
  id: string;
  label: string;
  /** Exact number of cards, and their sum in words. */
  count?: number;
  total?: ReactNode;
  /** Conditions of its cards, if it is not the one value of the board's field. */
  query?: Query;
  /** A thin bar in a colour of the tones. */
  tone?: "info" | "success" | "danger" | "warning" | "neutral" | "progress" | "decision";
}

/** A place at the foot of the board that takes a card away from its columns: won, lost. */
export interface BoardZone {
  id: string;
  label: string;
  icon?: ReactNode;
  tone?: BoardColumn["tone"];
}

export interface BoardProps<T> {
  label: string;
  endpoint: string;
  /** Conditions of all columns. */
  query?: Query;
  /** Parameter that chooses the cards of a column: "stage_id". */
  columnField: string;
  columns: BoardColumn[];
  /** Shown while a card is dragged or held, and in "Move to…". */
  zones?: BoardZone[];
  cardId?: (card: T) => string;
  /** Name of a card, for the ear and for the menu. */
  cardLabel: (card: T) => string;
  card: (card: T) => ReactNode;
  onOpen: (card: T) => void;
  /**
   * Moves a card; throw ApiProblem to refuse. The card goes over at once and comes back with the
   * reason on it. Answer the moved card if the server does. Ask for missing fields inside; a cancelled question throws MoveCancelled.
   */
  move: (card: T, to: string) => Promise<unknown>;
  /** Called after a move that held: offer the undo, refresh the totals. */
  onMoved?: (card: T, from: string, to: string) => void;
  movable?: boolean;
}

/** Thrown by `move` when the person cancelled: the card goes back without a reason. */
export class MoveCancelled extends Error {}

interface Held<T> {
  card: T;
  from: string;
  to: string;
}

interface Place<T> {
  card: T;
  at: string;
}

interface Pages<T> {
  pages: Page<T>[];
  pageParams: unknown[];
}

/** Columns of cards. A card is moved by dragging, by its menu, by `m`, or by Space and arrows. */
export function Board<T extends object>(props: BoardProps<T>) {
  const { columns, endpoint, query, columnField, cardLabel, move, movable = true, zones = [] } = props;
  const targets = [...columns, ...zones];
  const cardId = props.cardId ?? ((card: T) => (card as { id: string }).id);
  const { t } = useTranslation("ui");
  const client = useQueryClient();
  const phone = useMediaQuery("(max-width: 36em)", false, { getInitialValueInEffect: false });
  const [column, setColumn] = useState(columns[0]?.id ?? "");
  const [dragged, setDragged] = useState<T | null>(null);
  const [held, setHeld] = useState<Held<T> | null>(null);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [said, setSaid] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));

  const queryFor = (id: string): Query => ({ ...query, ...(columns.find((c) => c.id === id)?.query ?? { [columnField]: id }), limit: 25 });
  const keyFor = (id: string) => [...keyOf(endpoint), "pages", queryFor(id)];
  const nameOf = (id: string) => targets.find((c) => c.id === id)?.label ?? id;

  const shift = (card: T, from: string, to: string) => {
    client.setQueryData<Pages<T>>(keyFor(from), (data) =>
      data && { ...data, pages: data.pages.map((p) => ({ ...p, items: p.items.filter((c) => cardId(c) !== cardId(card)) })) },
    );
    client.setQueryData<Pages<T>>(keyFor(to), (data) =>
      data && { ...data, pages: data.pages.map((p, i) => (i === 0 ? { ...p, items: [card, ...p.items] } : p)) },
    );
  };

  // The answer has the new version: a second move at once is made on it.
  const renew = (card: T, column: string) =>
    client.setQueryData<Pages<T>>(keyFor(column), (data) =>
      data && { ...data, pages: data.pages.map((p) => ({ ...p, items: p.items.map((c) => (cardId(c) === cardId(card) ? card : c)) })) },
    );
  const isCard = (answer: unknown): answer is T => typeof answer === "object" && answer !== null;

  // A card that is still on its way goes on from where it arrives, on the version that it has then.
  const flying = useRef(new Map<string, Promise<Place<T>>>());
  const moveCard = async (card: T, from: string, to: string) => {
    const id = cardId(card);
    const earlier = flying.current.get(id) ?? Promise.resolve({ card, at: from });
    const flight = earlier.then((place) => carry(place.card, place.at, to));
    flying.current.set(id, flight);
    await flight;
    if (flying.current.get(id) === flight) flying.current.delete(id);
  };

  const carry = async (card: T, from: string, to: string): Promise<Place<T>> => {
    if (from === to) return { card, at: from };
    const id = cardId(card);
    setRefused(({ [id]: _gone, ...rest }) => rest);
    await Promise.all([client.cancelQueries({ queryKey: keyFor(from) }), client.cancelQueries({ queryKey: keyFor(to) })]);
    const before = [client.getQueryData(keyFor(from)), client.getQueryData(keyFor(to))];
    shift(card, from, to);
    focusCard(id);
    try {
      const moved = await move(card, to);
      const now = isCard(moved) && cardId(moved) === id ? moved : card;
      renew(now, to);
      setSaid(t("board.moved", { card: cardLabel(card), column: nameOf(to) }));
      props.onMoved?.(card, from, to);
      void client.invalidateQueries({ queryKey: keyFor(from) });
      void client.invalidateQueries({ queryKey: keyFor(to) });
      return { card: now, at: to };
    } catch (cause) {
      client.setQueryData(keyFor(from), before[0]);
      client.setQueryData(keyFor(to), before[1]);
      if (!(cause instanceof MoveCancelled)) {
        const problem = toProblem(cause);
        const reason = problem.errors[0]?.detail || problem.detail || problem.title;
        setRefused((all) => ({ ...all, [id]: reason }));
        setSaid(t("board.refused", { card: cardLabel(card), reason }));
      }
      focusCard(id);
      return { card, at: from };
    }
  };

  const focusCard = (id: string) =>
    window.setTimeout(() => root.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus(), 0);

  const onDragEnd = (event: DragEndEvent) => {
    setDragged(null);
    const data = event.active.data.current as { card: T; column: string } | undefined;
    if (data && event.over) void moveCard(data.card, data.column, String(event.over.id));
  };

  const onCardKey = (event: KeyboardEvent<HTMLElement>, card: T, from: string) => {
    if (event.target !== event.currentTarget) return;
    const action = boardKey(event.key, held !== null);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === "open") props.onOpen(card);
    else if (action === "menu") {
      event.currentTarget.parentElement?.querySelector<HTMLElement>("[data-move-menu]")?.click();
    } else if (action === "pick" && movable) {
      setHeld({ card, from, to: from });
      setSaid(t("board.picked", { card: cardLabel(card) }));
    } else if (action === "cancel") {
      setHeld(null);
      setSaid(t("board.dropped_back", { card: cardLabel(card) }));
    } else if (action === "drop" && held) {
      const { card: moved, from: source, to } = held;
      setHeld(null);
      void moveCard(moved, source, to);
    } else if (held && (action === "left" || action === "right")) {
      const next = targets[targets.findIndex((c) => c.id === held.to) + step(action)];
      if (next) {
        setHeld({ ...held, to: next.id });
        setSaid(t("board.over", { column: next.label }));
      }
    } else if (!held) walk(event.currentTarget, action, from);
  };

  const step = (action: "left" | "right") => (action === "right" ? 1 : -1) * (document.dir === "rtl" ? -1 : 1);

  const walk = (element: HTMLElement, action: string, from: string) => {
    const cards = [...(root.current?.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(from)}"] [data-card]`) ?? [])];
    const index = cards.indexOf(element);
    if (action === "up" || action === "down") cards[index + (action === "down" ? 1 : -1)]?.focus();
    if (action !== "left" && action !== "right") return;
    let at = columns.findIndex((c) => c.id === from);
    for (;;) {
      at += step(action);
      const next = columns[at];
      if (!next) return;
      const others = root.current?.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(next.id)}"] [data-card]`);
      if (others && others.length > 0) {
        others[Math.min(index, others.length - 1)]?.focus();
        return;
      }
    }
  };

  const shown = phone ? columns.filter((c) => c.id === column) : columns;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{ announcements: silent }}
      onDragStart={(event) => setDragged((event.active.data.current as { card: T } | undefined)?.card ?? null)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={onDragEnd}
    >
      <VisuallyHidden role="status" aria-live="assertive">
        {said}
      </VisuallyHidden>
      {phone ? (
        <Select
          mx="md"
          mb="sm"
          aria-label={t("board.column")}
          allowDeselect={false}
          value={column}
          onChange={(value) => setColumn(value ?? column)}
          data={columns.map((c) => ({ value: c.id, label: c.count === undefined ? c.label : t("board.column_count", { label: c.label, count: c.count }) }))}
        />
      ) : null}
      <div ref={root} className={classes.board} role="group" aria-label={props.label}>
        {shown.map((each) => (
          <BoardColumnView<T>
            key={each.id}
            column={each}
            endpoint={endpoint}
            query={queryFor(each.id)}
            targets={targets}
            cardId={cardId}
            cardLabel={cardLabel}
            card={props.card}
            movable={movable}
            refused={refused}
            heldId={held ? cardId(held.card) : undefined}
            target={held?.to === each.id}
            onOpen={props.onOpen}
            onKey={onCardKey}
            onMove={(card, to) => void moveCard(card, each.id, to)}
          />
        ))}
      </div>
      {zones.length > 0 && (dragged || held) ? (
        <div className={classes.zones}>
          {zones.map((zone) => (
            <Zone key={zone.id} zone={zone} target={held?.to === zone.id} />
          ))}
        </div>
      ) : null}
      <DragOverlay dropAnimation={null}>{dragged ? <div className={classes.overlay}>{props.card(dragged)}</div> : null}</DragOverlay>
      <Text size="xs" c="dimmed" className={classes.keys}>
        {movable ? t("board.keys") : ""}
      </Text>
    </DndContext>
  );
}

function Zone({ zone, target }: { zone: BoardZone; target: boolean }) {
  const { setNodeRef, isOver } = useDroppable({ id: zone.id });
  return (
    <div ref={setNodeRef} className={classes.zone} data-tone={zone.tone ?? "neutral"} data-target={isOver || target || undefined}>
      {zone.icon}
      {zone.label}
    </div>
  );
}

// Our own live text says it in the words of the trade.
const silent = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };
