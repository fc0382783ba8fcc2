import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { useRefresh } from "@/api/query";
import { Board, type BoardColumn } from "../Board";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { Cell } from "../grid/Cell";
import { filterField, isNumeric, type GridColumn } from "../grid/columns";
import { GridSkeleton } from "../grid/GridStates";
import { groupName } from "../grid/summing";
import { SumValues } from "../grid/SumValues";
import type { GridState } from "../grid/useGridState";
import { useSummary } from "../grid/useSummary";
import { toneOfColour } from "../OptionMark";
import { toneOf } from "../status";
import { showValue, memberOf } from "../value";
import { inPlainWords } from "./plain";
import classes from "./KanbanView.module.css";

/** What a list says of its boards. */
export interface KanbanMoves<T> {
  /** Fields whose columns take cards; the others show them. */
  fields: string[];
  /** Gives a record another value; throw ApiProblem to refuse. Answer the changed record. */
  move: (row: T, field: string, value: string) => Promise<unknown>;
}

interface KanbanViewProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  /** The columns that are shown, for the cards. */
  shown: GridColumn<T>[];
  endpoint: string;
  query: Query;
  label: string;
  rowId: (row: T) => string;
  onOpen: (row: T) => void;
  moves?: KanbanMoves<T>;
  tools?: ReactNode;
}

/** The fields that can be the columns of a board. */
export function boardColumns<T>(columns: GridColumn<T>[]): GridColumn<T>[] {
  return columns.filter((c) => filterField(c) && (c.kind === "status" || (c.kind === "choice" && !c.many)));
}

/** Rows as cards in columns of one field; counts and sums are those of all rows, loaded or not. */
export function KanbanView<T extends object>({ state, columns, shown, endpoint, query, label, rowId, onOpen, moves }: KanbanViewProps<T>) {
  const { t } = useTranslation("views");
  const refresh = useRefresh();
  const choices = boardColumns(columns);
  const by = choices.find((c) => filterField(c) === state.params["by"]) ?? choices.find((c) => c.kind === "status") ?? choices[0];
  const field = by ? (filterField(by) ?? by.key) : "";
  const total = shown.find((c) => state.sums[c.key] && isNumeric(c)) ?? columns.find((c) => c.kind === "money" && filterField(c));
  const sum = (total && state.sums[total.key]) || "sum";
  const word = total ? `${sum}:${filterField(total)}` : "";
  const summary = useSummary(endpoint, query, { group: [field], of: word ? [word] : [], enabled: Boolean(by) });
  if (!by) return <EmptyBlock title={t("board.nothing")} />;
  if (summary.isPending) return <GridSkeleton rowHeight={44} />;
  if (summary.isError) return <ErrorBlock error={summary.error} retry={() => void summary.refetch()} />;
  const groups = summary.data.groups ?? [];
  const known = (by.options ?? []).filter((o) => o.value);
  const asked = typeof query[field] === "string" ? query[field].split(",") : undefined;
  const movable = Boolean(moves?.fields.includes(field));
  const nothing = groups.find((g) => g.key[field] === null || g.key[field] === "");
  // What has no value yet is on the board, too, so that it can be given one.
  const empty = by.optional && (nothing || movable) ? [{ id: "", label: t("group.none"), group: nothing }] : [];
  const board: BoardColumn[] = [
    ...empty,
    ...known.map((option) => ({ id: option.value, label: option.label, group: groups.find((g) => g.key[field] === option.value) })),
    ...groups.filter((g) => g.key[field] && !known.some((o) => o.value === g.key[field])).map((group) => ({ id: group.key[field] ?? "", label: groupName(group, field, by, t), group })),
  ]
    .filter((c) => !asked || (c.id !== "" && asked.includes(c.id)))
    .map(({ id, label: name, group }) => ({
      id,
      label: name,
      query: id === "" ? { [`${field}.empty`]: "true" } : undefined,
      tone: by.kind === "status" ? toneOf(by.status ?? "", id) : toneOfColour(by.options?.find((o) => o.value === id)?.colour),
      count: group?.count ?? 0,
      total: group && total ? <SumValues values={group.values?.[word]} sum={sum} column={total} count={group.count} /> : undefined,
    }));
  const [first, ...others] = shown.filter((c) => c !== by);
  const marked = others.filter((c) => c.card);
  const facts = (marked.length > 0 ? marked : others).slice(0, 3);
  const { [field]: _by, count: _count, ...rest } = query;
  return (
    <>
      {choices.length > 1 ? (
        <div className={classes.bar}>
          <Select size="xs" w={180} allowDeselect={false} aria-label={t("board.by")} value={field} data={choices.map((c) => ({ value: filterField(c) ?? c.key, label: t("board.by_field", { field: c.label }) }))} onChange={(next) => state.set({ by: next ?? undefined })} />
        </div>
      ) : null}
      <Board<T>
        key={field}
        label={label}
        endpoint={endpoint}
        query={rest}
        columnField={field}
        columns={board}
        cardId={rowId}
        cardLabel={(row) => (first ? showValue(first.value ? first.value(row) : memberOf(row, first.key)) : rowId(row))}
        card={(row) => (
          <div className={classes.card}>
            <strong className={classes.title}>{first ? <Fact row={row} column={first} /> : null}</strong>
            {facts.map((column) => (
              <span key={column.key} className={classes.fact} title={column.label}>
                <Fact row={row} column={column} />
              </span>
            ))}
          </div>
        )}
        movable={movable}
        onOpen={onOpen}
        move={async (row, to) => moves?.move(row, field, to)}
        onMoved={() => void refresh(`${endpoint}/summary`)}
      />
    </>
  );
}

function Fact<T>({ row, column }: { row: T; column: GridColumn<T> }) {
  return column.kind === "ref" && column.labelField ? <>{inPlainWords(row, column) || "–"}</> : <Cell row={row} column={column} />;
}
