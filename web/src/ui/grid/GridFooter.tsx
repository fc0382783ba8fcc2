import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { filterField, isNumeric, type GridColumn } from "./columns";
import { pinStyle } from "./pin";
import { SumValues } from "./SumValues";
import classes from "./Summing.module.css";
import type { GridState } from "./useGridState";
import { useSummary } from "./useSummary";

interface GridFooterProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  pins: (number | undefined)[];
  selectable: boolean;
  endpoint: string;
  query: Query;
}

/** The line at the foot of a list: what its columns come to over all rows that match, loaded or not. */
export function GridFooter<T>({ state, columns, pins, selectable, endpoint, query }: GridFooterProps<T>) {
  const { t } = useTranslation("views");
  const asked = columns.flatMap((c) => (state.sums[c.key] ? [{ column: c, sum: state.sums[c.key] ?? "", word: `${state.sums[c.key]}:${filterField(c)}` }] : []));
  const summary = useSummary(endpoint, query, { of: asked.map((a) => a.word), enabled: asked.length > 0 });
  if (asked.length === 0) return null;
  const total = summary.data?.total;
  return (
    <div role="rowgroup" className={classes.footGroup}>
      <div role="row" className={classes.foot} aria-label={t("sum.foot")} aria-busy={summary.isFetching}>
        {selectable ? <div role="gridcell" className={classes.footCell} /> : null}
        {columns.map((column, index) => {
          const mine = asked.find((a) => a.column === column);
          return (
            <div
              key={column.key}
              role="gridcell"
              className={classes.footCell}
              data-first={index === 0 || undefined}
              data-numeric={isNumeric(column) || undefined}
              style={pinStyle(pins[index])}
            >
              {mine ? (
                <>
                  <span className={classes.sumName}>{t(`sum.${mine.sum}`)}</span>
                  {total ? <SumValues values={total.values?.[mine.word]} sum={mine.sum} column={column} count={total.count} /> : null}
                </>
              ) : null}
            </div>
          );
        })}
        <div role="gridcell" className={classes.footCell} />
      </div>
    </div>
  );
}
