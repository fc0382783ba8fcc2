import { Checkbox, Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconFilter } from "@tabler/icons-react";
import { useState, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { filterField, isNumeric, sortField, type GridColumn } from "./columns";
import { ConditionEditor } from "./ConditionEditor";
import classes from "./DataGrid.module.css";
import { HeaderMenu } from "./HeaderMenu";
import { pinStyle } from "./pin";
import { sortedBy, sortOn } from "./sorting";
import type { GridState } from "./useGridState";

interface GridHeaderProps<T> {
  state: GridState;
  columns: { column: GridColumn<T>; pin?: number; resize: (event: unknown) => void; resizing: boolean }[];
  /** The list can be grouped and summed. */
  summary?: boolean;
  selectable: boolean;
  allSelected: boolean;
  someSelected: boolean;
  onSelectAll: () => void;
}

/** The head of a list: it sorts on click, and its menu sorts, filters and hides. */
export function GridHeader<T>({ state, columns, summary = false, selectable, allSelected, someSelected, onSelectAll }: GridHeaderProps<T>) {
  const { t } = useTranslation("ui");
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {selectable ? (
          <div role="columnheader" className={classes.check} aria-label={t("grid.selection")}>
            <Checkbox checked={allSelected} indeterminate={someSelected && !allSelected} onChange={onSelectAll} aria-label={t("grid.select_page")} />
          </div>
        ) : null}
        {columns.map(({ column, pin, resize, resizing }, index) => (
          <HeaderCell key={column.key} state={state} column={column} pin={pin} summary={summary} resize={resize} resizing={resizing} index={index} />
        ))}
        <div role="columnheader" className={classes.rowMenu}>
          <VisuallyHidden>{t("grid.actions")}</VisuallyHidden>
        </div>
      </div>
    </div>
  );
}

function HeaderCell<T>({
  state,
  column,
  pin,
  summary,
  resize,
  resizing,
  index,
}: {
  state: GridState;
  column: GridColumn<T>;
  pin?: number;
  summary: boolean;
  resize: (event: unknown) => void;
  resizing: boolean;
  index: number;
}) {
  const { t } = useTranslation("ui");
  const [filtering, setFiltering] = useState(false);
  const field = sortField(column);
  const filter = filterField(column);
  const { direction, place } = sortedBy(state.sort, field);
  const active = state.conditions.some((c) => c.field === filter);
  // With Shift the column is sorted by after those that are sorted by already.
  const cycle = (event: MouseEvent) => {
    if (field) state.setSort(sortOn(state.sort, field, event.shiftKey));
  };
  return (
    <div
      role="columnheader"
      aria-sort={field ? direction : undefined}
      className={classes.headCell}
      data-first={index === 0 || undefined}
      data-numeric={isNumeric(column) || undefined}
      style={pinStyle(pin)}
    >
      {/* The filter is opened by the menu: what it hangs on opens nothing, so it takes no role from it. */}
      <Popover opened={filtering} onChange={setFiltering} position="bottom-start" width={300} trapFocus withinPortal withRoles={false}>
        <Popover.Target>
          {field ? (
            <UnstyledButton className={classes.headButton} onClick={cycle} title={t("views:sort_hint", { column: column.label })}>
              <span className={classes.headText}>{column.label}</span>
              {direction === "ascending" ? <IconArrowUp size={14} stroke={2} aria-hidden /> : null}
              {direction === "descending" ? <IconArrowDown size={14} stroke={2} aria-hidden /> : null}
              {place ? <small>{place}</small> : null}
            </UnstyledButton>
          ) : (
            <span className={classes.headText} title={column.label}>
              {column.label}
            </span>
          )}
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label={t("filter.of", { column: column.label })}>
          <ConditionEditor column={column} conditions={state.conditions} onChange={state.setCondition} onDone={() => setFiltering(false)} />
        </Popover.Dropdown>
      </Popover>
      {active ? <IconFilter size={12} stroke={2} aria-label={t("grid.filtered")} /> : null}
      <HeaderMenu state={state} column={column} summary={summary} onFilter={() => window.setTimeout(() => setFiltering(true), 0)} />
      {/* A pointer's handle only; widths for the keyboard are not part of the task of reading a list. */}
      <div className={classes.resizer} data-resizing={resizing || undefined} aria-hidden onMouseDown={resize} onTouchStart={resize} />
    </div>
  );
}
