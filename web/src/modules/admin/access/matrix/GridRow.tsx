import { memo } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { actionWord, classWord, type Words } from "../words";
import { CellChip } from "./CellChip";
import classes from "./matrix.module.css";
import type { Cell, Row } from "./rows";
import { sayCell } from "./say";

interface GridRowProps {
  row: Row;
  index: number;
  gridId: string;
  /** Column whose cell can be reached by Tab; -1 where it is in another row. */
  active: number;
  words: Words;
}

/** One line of the matrix. Only lines that changed are drawn again. */
export const GridRow = memo(function GridRow({ row, index, gridId, active, words }: GridRowProps) {
  const { t } = useTranslation("access");
  const cell = (one: Cell | null, column: number, named: boolean) => {
    if (!one) return <div key={column} role="gridcell" className={classes.cell} data-empty aria-label={t("matrix.no_right")} />;
    return (
      <div
        key={one.key}
        id={`${gridId}-${index}-${column}`}
        role="gridcell"
        tabIndex={column === active ? 0 : -1}
        className={named ? classes.pill : classes.cell}
        data-row={index}
        data-column={column}
        data-changed={one.was ? true : undefined}
        data-differs={one.beside?.differs || undefined}
        aria-label={labelOf(one)}
        title={one.permission}
      >
        <span className={classes.word}>{row.members !== undefined ? actionOf(one) : actionWord(one.action)}</span>
        <span className={classes.reach}>
          <CellChip cell={one.cell} />
          {one.beside ? <CellChip cell={one.beside.cell} quiet /> : null}
        </span>
      </div>
    );
  };
  const labelOf = (one: Cell) =>
    [
      t("matrix.cell", { right: words.right(one.permission), reach: sayCell(one.cell) }),
      one.beside ? t("matrix.cell_beside", { reach: sayCell(one.beside.cell) }) : "",
      one.was ? t("matrix.cell_was", { reach: sayCell(one.was.cell) }) : "",
      one.cell?.own_allow || one.cell?.own_deny ? t("matrix.cell_own") : "",
    ]
      .filter(Boolean)
      .join(" ");
  return (
    <div role="row" className={classes.row} data-sub={row.sub || undefined}>
      <div role="rowheader" className={classes.head} title={row.raw}>
        {row.to ? (
          <AppLink to={row.to} fz="inherit">
            {row.label}
          </AppLink>
        ) : (
          <span>{row.label}</span>
        )}
        {row.members !== undefined ? <span className={classes.members}>{t("matrix.members", { count: row.members })}</span> : <code className={classes.raw}>{row.raw}</code>}
      </div>
      {row.slots.map((one, column) => cell(one, column, false))}
      {row.more.length > 0 ? (
        <div role="presentation" className={classes.more}>
          {row.more.map((one, at) => cell(one, row.slots.length + at, true))}
        </div>
      ) : null}
    </div>
  );
});

// Among roles it has to be said which fields an action is about.
function actionOf(one: Cell): string {
  const fields = /#(\w+)\./.exec(one.permission)?.[1];
  return fields ? `${actionWord(one.action)} (${classWord(fields)})` : actionWord(one.action);
}
