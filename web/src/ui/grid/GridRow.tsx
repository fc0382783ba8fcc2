import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "../AppLink";
import { showFailed } from "../UndoToast";
import { Cell } from "./Cell";
import { isNumeric, type GridColumn, type RowAction } from "./columns";
import classes from "./DataGrid.module.css";
import { pinStyle } from "./pin";
import type { CellWork } from "./edit/useRowWork";

interface GridRowProps<T> {
  id: string;
  row: T;
  index: number;
  offset: number;
  columns: GridColumn<T>[];
  /** Where pinned columns stay, from the start. */
  pins?: (number | undefined)[];
  active: boolean;
  selected: boolean;
  selectable: boolean;
  href?: string;
  actions: RowAction<T>[];
  menuOpened: boolean;
  onMenu: (opened: boolean) => void;
  onClick: (event: MouseEvent) => void;
  onToggle: (range: boolean) => void;
  /** What its cells are besides their drawing, where rows are worked in. */
  cell?: (position: number) => CellWork;
  /** Marks of cells that were just saved. */
  mark?: (position: number) => ReactNode;
}

/** One row. Its first cell is the link to the page; a click anywhere else previews. */
export function GridRow<T>(props: GridRowProps<T>) {
  const { row, columns, index, href } = props;
  const { t } = useTranslation("ui");
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid holds the focus, handles the keys and names the active row
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selectable ? props.selected : undefined}
      className={classes.row}
      style={{ transform: `translateY(${props.offset}px)` }}
      data-active={props.active || undefined}
      data-selected={props.selected || undefined}
      data-opens
      onClick={props.onClick}
      onContextMenu={(event) => {
        if (props.actions.length === 0) return;
        event.preventDefault();
        props.onMenu(true);
      }}
    >
      {props.selectable ? (
        <div role="gridcell" className={classes.check}>
          <Checkbox
            checked={props.selected}
            tabIndex={-1}
            aria-label={t("grid.select_row")}
            onClick={(event) => {
              event.stopPropagation();
              props.onToggle(event.shiftKey);
            }}
            onChange={() => undefined}
          />
        </div>
      ) : null}
      {columns.map((column, position) => {
        const work = props.cell?.(position);
        return (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid holds the focus, handles the keys and names the active cell
          <div
            key={column.key}
            id={work?.id}
            role="gridcell"
            className={classes.cell}
            data-first={position === 0 || undefined}
            data-numeric={isNumeric(column) || undefined}
            style={pinStyle(props.pins?.[position])}
            data-focus={work?.focused || undefined}
            data-edit={work?.editable || undefined}
            onClick={work ? (event) => clicked(event, work, props.onClick) : undefined}
            onDoubleClick={work?.editable ? () => edited(work) : undefined}
          >
            {work?.content ??
              (position === 0 && href ? (
                <AppLink to={href} className={classes.first} fz="inherit" fw={500} underline="never" onClick={(event) => event.stopPropagation()}>
                  <Cell row={row} column={column} />
                </AppLink>
              ) : (
                <Cell row={row} column={column} />
              ))}
            {props.mark?.(position)}
          </div>
        );
      })}
      <div role="gridcell" className={classes.rowMenu}>
        {props.actions.length > 0 ? (
          <RowMenu row={row} actions={props.actions} opened={props.menuOpened} onMenu={props.onMenu} />
        ) : null}
      </div>
    </div>
  );
}

let waiting = 0;

// A double click edits, so a click on a cell that can be edited waits whether another follows.
function clicked(event: MouseEvent, work: CellWork, open: (event: MouseEvent) => void): void {
  work.onFocus();
  if (!work.editable) return;
  event.stopPropagation();
  window.clearTimeout(waiting);
  if (event.detail < 2) waiting = window.setTimeout(() => open(event), 220);
}

function edited(work: CellWork): void {
  window.clearTimeout(waiting);
  work.onEdit();
}

interface RowMenuProps<T> {
  row: T;
  actions: RowAction<T>[];
  opened?: boolean;
  onMenu?: (opened: boolean) => void;
}

/** What can be done with a row; what cannot be done now says why. */
export function RowMenu<T>({ row, actions, opened, onMenu }: RowMenuProps<T>) {
  const { t } = useTranslation("ui");
  return (
    <Menu {...(opened === undefined ? {} : { opened })} onChange={onMenu} position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} tabIndex={-1} aria-label={t("grid.row_menu")} onClick={(event) => event.stopPropagation()}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        {actions
          .filter((action) => !action.hidden?.(row))
          .map((action) => {
            const why = action.disabled?.(row);
            return (
              <Menu.Item
                key={action.id}
                leftSection={action.icon}
                color={action.danger ? "red" : undefined}
                disabled={Boolean(why)}
                title={why}
                onClick={() => void Promise.resolve(action.run(row)).catch(showFailed)}
              >
                {action.label}
              </Menu.Item>
            );
          })}
      </Menu.Dropdown>
    </Menu>
  );
}
