import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { usePages } from "@/api/query";
import type { BoardColumn } from "../Board";
import { ErrorBlock } from "../ErrorBlock";
import { Notice } from "../Notice";
import { formatCount } from "../number";
import classes from "./Board.module.css";

interface BoardColumnViewProps<T> {
  column: BoardColumn;
  /** Where a card can go: the columns and the zones. */
  targets: { id: string; label: string }[];
  endpoint: string;
  query: Query;
  cardId: (card: T) => string;
  cardLabel: (card: T) => string;
  card: (card: T) => ReactNode;
  movable: boolean;
  refused: Record<string, string>;
  heldId?: string;
  target: boolean;
  onOpen: (card: T) => void;
  onKey: (event: KeyboardEvent<HTMLElement>, card: T, column: string) => void;
  onMove: (card: T, to: string) => void;
}

/** One column: its head with the server's totals, and its cards, 25 at a time. */
export function BoardColumnView<T extends object>(props: BoardColumnViewProps<T>) {
  const { column, cardId } = props;
  const { t } = useTranslation("ui");
  const pages = usePages<T>(props.endpoint, props.query);
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  const cards = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      data-column={column.id}
      data-target={isOver || props.target || undefined}
      aria-label={column.count === undefined ? column.label : t("board.column_count", { label: column.label, count: column.count })}
    >
      <header className={classes.columnHead} data-tone={column.tone ?? "neutral"}>
        <h2>{column.label}</h2>
        {column.count !== undefined ? <span className={classes.count}>{formatCount(column.count)}</span> : null}
        {column.total !== undefined ? <span className={classes.total}>{column.total}</span> : null}
      </header>
      <ul className={classes.list}>
        {pages.isPending ? [0, 1, 2].map((n) => <Skeleton key={n} height={72} component="li" />) : null}
        {cards.map((card) => (
          <BoardCard<T> key={cardId(card)} {...props} item={card} />
        ))}
      </ul>
      {pages.isError ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} compact /> : null}
      {pages.hasNextPage ? (
        <Button variant="subtle" color="gray" size="xs" fullWidth loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("grid.more")}
        </Button>
      ) : null}
    </section>
  );
}

function BoardCard<T extends object>({ item, column, targets, cardId, cardLabel, card, movable, refused, heldId, onOpen, onKey, onMove }: BoardColumnViewProps<T> & { item: T }) {
  const { t } = useTranslation("ui");
  const id = cardId(item);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id, data: { card: item, column: column.id }, disabled: !movable });
  const { onPointerDown } = (listeners ?? {}) as { onPointerDown?: (event: React.PointerEvent) => void };
  return (
    <li className={classes.item}>
      <div ref={setNodeRef} className={classes.card} data-dragging={isDragging || undefined} data-held={heldId === id || undefined} onPointerDown={onPointerDown}>
        {/* The card is one stop of the keyboard; its menu is reached by a key of it, or by a pointer. */}
        <div
          data-card={id}
          className={classes.face}
          role="button"
          tabIndex={0}
          aria-roledescription={movable ? t("board.card") : undefined}
          onClick={() => onOpen(item)}
          onKeyDown={(event) => onKey(event, item, column.id)}
        >
          {card(item)}
        </div>
        {movable ? (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon
                data-move-menu
                size={24}
                tabIndex={-1}
                className={classes.move}
                aria-label={t("board.move_named", { card: cardLabel(item) })}
                onPointerDown={(event) => event.stopPropagation()}
              >
                <IconArrowsExchange size={15} stroke={1.75} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown onPointerDown={(event) => event.stopPropagation()}>
              <Menu.Label>{t("board.move")}</Menu.Label>
              {targets
                .filter((other) => other.id !== column.id)
                .map((other) => (
                  <Menu.Item key={other.id} onClick={() => onMove(item, other.id)}>
                    {other.label}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {refused[id] ? (
        <Notice tone="danger" urgent>
          {refused[id]}
        </Notice>
      ) : null}
    </li>
  );
}
