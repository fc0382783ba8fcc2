import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { usePages } from "@/api/query";
import { ErrorBlock } from "../ErrorBlock";
import { formatCount } from "../number";
import { useZone } from "../session";
import { filterField, type GridColumn } from "./columns";
import grid from "./DataGrid.module.css";
import { GridSkeleton } from "./GridStates";
import { SumValues } from "./SumValues";
import classes from "./Summing.module.css";
import { both, columnOfGroup, groupFilter, groupName, type SumGroup } from "./summing";
import type { GridState } from "./useGridState";
import { useSummary } from "./useSummary";

interface GroupedRowsProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  endpoint: string;
  query: Query;
  /** Fields to group by, the outer one first. */
  words: string[];
  level?: number;
  rowHeight: number;
  /** Draws one row of a group. */
  row: (row: T) => ReactNode;
}

/** Groups of a list, each with its count and its sums over all of its rows; the rows come when it is opened. */
export function GroupedRows<T extends object>(props: GroupedRowsProps<T>) {
  const { state, columns, endpoint, query, words, level = 0, rowHeight } = props;
  const { t } = useTranslation("views");
  const [word = "", ...inner] = words;
  const sums = columns.flatMap((c) => {
    const sum = state.sums[c.key];
    return sum ? [{ column: c, sum, word: `${sum}:${filterField(c)}` }] : [];
  });
  const summary = useSummary(endpoint, query, { group: [word], of: sums.map((s) => s.word) });
  const column = columnOfGroup(word, columns);
  if (summary.isPending) return <GridSkeleton rowHeight={rowHeight} />;
  if (summary.isError) return <ErrorBlock error={summary.error} retry={() => void summary.refetch()} />;
  const groups = inOrder(summary.data.groups ?? [], word);
  return (
    <>
      {groups.map((group) => (
        <Group<T> key={group.key[word] ?? ""} {...props} group={group} word={word} inner={inner} level={level} name={groupName(group, word, column, t)} sums={sums} kind={column?.kind} />
      ))}
      {summary.data.more ? <div className={grid.more}>{t("group.more")}</div> : null}
    </>
  );
}

// Time goes on; everything else has the biggest first.
function inOrder(groups: SumGroup[], word: string): SumGroup[] {
  if (!word.includes(":")) return groups;
  return groups.toSorted((a, b) => (b.key[word] ?? "").localeCompare(a.key[word] ?? ""));
}

interface GroupProps<T> extends GroupedRowsProps<T> {
  group: SumGroup;
  word: string;
  inner: string[];
  level: number;
  name: string;
  sums: { column: GridColumn<T>; sum: string; word: string }[];
  kind?: string;
}

function Group<T extends object>(props: GroupProps<T>) {
  const { group, word, inner, level, name, sums, kind, query } = props;
  const { t } = useTranslation("views");
  const [opened, setOpened] = useState(false);
  const zone = useZone();
  const within = { ...query, filter: both(query["filter"] as string | undefined, groupFilter(group, word, kind, zone)) };
  return (
    <>
      <div role="row" className={classes.groupHead} data-level={level}>
        <div role="gridcell">
          <UnstyledButton className={classes.groupButton} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <IconChevronRight size={16} stroke={1.75} className={classes.chevron} aria-hidden />
            <span className={classes.groupName} dir="auto">
              {name}
            </span>
            <span className={classes.groupCount}>{t("group.count", { count: group.count, shown: formatCount(group.count) })}</span>
            {sums.map((s) => (
              <span key={s.word} className={classes.groupSum}>
                <small>{t("sum.of", { sum: t(`sum.${s.sum}`), column: s.column.label })}</small>
                <SumValues values={group.values?.[s.word]} sum={s.sum} column={s.column} count={group.count} />
              </span>
            ))}
          </UnstyledButton>
        </div>
      </div>
      {opened && inner.length > 0 ? <GroupedRows<T> {...props} query={within} words={inner} level={level + 1} /> : null}
      {opened && inner.length === 0 ? <Rows<T> {...props} query={within} /> : null}
    </>
  );
}

// 50 rows at a time, behind a button: a group is opened to be looked at, not to be scrolled for ever.
function Rows<T extends object>({ endpoint, query, row, rowHeight }: GroupedRowsProps<T>) {
  const { t } = useTranslation("ui");
  const { count: _count, ...asked } = query;
  const pages = usePages<T>(endpoint, asked);
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <GridSkeleton rowHeight={rowHeight} />;
  if (pages.isError) return <ErrorBlock error={pages.error} retry={() => void pages.refetch()} />;
  return (
    <>
      <div role="rowgroup" className={`${grid.body} ${classes.flow}`}>
        {rows.map(row)}
      </div>
      {pages.hasNextPage ? (
        <div className={grid.more}>
          <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("grid.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
