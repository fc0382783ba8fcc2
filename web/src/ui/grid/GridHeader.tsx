import { Checkbox, Menu, Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconEyeOff, IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { filterField, isNumeric, sortField, type GridColumn } from "./columns";
import { ConditionEditor } from "./ConditionEditor";
import classes from "./DataGrid.module.css";
import type { GridState } from "./useGridState";

interface GridHeaderProps<T> {
  state: GridState;
  columns: { column: GridColumn<T>; resize: (event: unknown) => void; resizing: boolean }[];
  selectable: boolean;
  allSelected: boolean;
  someSelected: boolean;
  onSelectAll: () => void;
}

/** The head of a list: it sorts on click, and its menu sorts, filters and hides. */
export function GridHeader<T>({ state, columns, selectable, allSelected, someSelected, onSelectAll }: GridHeaderProps<T>) {
  const { t } = useTranslation("ui");
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {selectable ? (
          <div role="columnheader" className={classes.check} aria-label={t("grid.selection")}>
            <Checkbox checked={allSelected} indeterminate={someSelected && !allSelected} onChange={onSelectAll} aria-label={t("grid.select_page")} />
          </div>
        ) : null}
        {columns.map(({ column, resize, resizing }, index) => (
          <HeaderCell key={column.key} state={state} column={column} resize={resize} resizing={resizing} index={index} />
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
  resize,
  resizing,
  index,
}: {
  state: GridState;
  column: GridColumn<T>;
  resize: (event: unknown) => void;
  resizing: boolean;
  index: number;
}) {
  const { t } = useTranslation("ui");
  const [filtering, setFiltering] = useState(false);
  const field = sortField(column);
  const filter = filterField(column);
  const direction = field && state.sort.replace(/^-/, "") === field ? (state.sort.startsWith("-") ? "descending" : "ascending") : "none";
  const active = state.conditions.some((c) => c.field === filter);
  const cycle = () => {
    if (!field) return;
    state.setSort(direction === "none" ? field : direction === "ascending" ? `-${field}` : undefined);
  };
  return (
    <div
      role="columnheader"
      aria-sort={field ? direction : undefined}
      className={classes.headCell}
      data-first={index === 0 || undefined}
      data-numeric={isNumeric(column) || undefined}
    >
      {/* The filter is opened by the menu: what it hangs on opens nothing, so it takes no role from it. */}
      <Popover opened={filtering} onChange={setFiltering} position="bottom-start" width={300} trapFocus withinPortal withRoles={false}>
        <Popover.Target>
          {field ? (
            <UnstyledButton className={classes.headButton} onClick={cycle} title={column.label}>
              <span className={classes.headText}>{column.label}</span>
              {direction === "ascending" ? <IconArrowUp size={14} stroke={2} aria-hidden /> : null}
              {direction === "descending" ? <IconArrowDown size={14} stroke={2} aria-hidden /> : null}
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
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.headMenu} aria-label={t("grid.column_menu", { column: column.label })}>
            <IconChevronDown size={14} stroke={1.75} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {field ? (
            <>
              <Menu.Item leftSection={<IconArrowUp size={16} stroke={1.75} />} onClick={() => state.setSort(field)}>
                {t("grid.ascending")}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowDown size={16} stroke={1.75} />} onClick={() => state.setSort(`-${field}`)}>
                {t("grid.descending")}
              </Menu.Item>
            </>
          ) : null}
          {filter ? (
            <Menu.Item leftSection={<IconFilter size={16} stroke={1.75} />} onClick={() => window.setTimeout(() => setFiltering(true), 0)}>
              {t("filter.column")}
            </Menu.Item>
          ) : null}
          <Menu.Item
            leftSection={<IconEyeOff size={16} stroke={1.75} />}
            disabled={state.shown.length === 1}
            onClick={() => state.setColumns(state.shown.filter((k) => k !== column.key))}
          >
            {t("grid.hide")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {/* A pointer's handle only; widths for the keyboard are not part of the task of reading a list. */}
      <div className={classes.resizer} data-resizing={resizing || undefined} aria-hidden onMouseDown={resize} onTouchStart={resize} />
    </div>
  );
}
