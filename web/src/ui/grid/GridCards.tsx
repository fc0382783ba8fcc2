import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AppLink } from "../AppLink";
import { Cell } from "./Cell";
import type { GridColumn, RowAction } from "./columns";
import classes from "./GridCards.module.css";
import { RowMenu } from "./GridRow";

interface GridCardsProps<T> {
  rows: T[];
  rowId: (row: T) => string;
  columns: GridColumn<T>[];
  href?: (row: T) => string;
  onOpen?: (row: T) => void;
  actions: RowAction<T>[];
  selected: ReadonlySet<string>;
  selectable: boolean;
  onToggle: (id: string) => void;
}

/** The list on a phone: a card a row, its first field as title and three more as facts. */
export function GridCards<T>({ rows, rowId, columns, href, onOpen, actions, selected, selectable, onToggle }: GridCardsProps<T>) {
  const { t } = useTranslation("ui");
  const [first, ...others] = columns;
  const marked = others.filter((c) => c.card);
  const facts = (marked.length > 0 ? marked : others).slice(0, 3);
  if (!first) return null;
  return (
    <ul className={classes.cards}>
      {rows.map((row) => {
        const id = rowId(row);
        return (
          <li key={id} className={classes.card} data-selected={selected.has(id) || undefined}>
            <div className={classes.cardBody}>
              {href ? (
                <AppLink to={href(row)} className={classes.cardTitle} c="inherit" underline="never">
                  <Cell row={row} column={first} />
                </AppLink>
              ) : (
                <button type="button" className={classes.cardTitle} onClick={() => onOpen?.(row)}>
                  <Cell row={row} column={first} />
                </button>
              )}
              <dl className={classes.cardFacts}>
                {facts.map((column) => (
                  <Fact key={column.key} row={row} column={column} />
                ))}
              </dl>
            </div>
            <div className={classes.cardMenu}>
              {selectable ? (
                <Checkbox size="sm" checked={selected.has(id)} aria-label={t("grid.select_row")} onChange={() => onToggle(id)} />
              ) : null}
              {actions.length > 0 ? <RowMenu row={row} actions={actions} /> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Fact<T>({ row, column }: { row: T; column: GridColumn<T> }) {
  return (
    <>
      <dt>{column.label}</dt>
      <dd>
        <Cell row={row} column={column} />
      </dd>
    </>
  );
}
