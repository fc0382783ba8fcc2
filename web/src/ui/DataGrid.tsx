import { Button, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { useLive } from "@/api/live";
import { useGet, usePages } from "@/api/query";
import { useGo } from "./address";
import { GoneFields } from "./custom/GoneFields";
import { useCustomList } from "./custom/useCustomList";
import { ErrorBlock } from "./ErrorBlock";
import type { BulkAction, GridColumn, RowAction } from "./grid/columns";
import type { GridEdit } from "./grid/edit/description";
import { useRowWork } from "./grid/edit/useRowWork";
import classes from "./grid/DataGrid.module.css";
import { FilterBar } from "./grid/FilterBar";
import { GridCards } from "./grid/GridCards";
import { GridFooter } from "./grid/GridFooter";
import { GridHeader } from "./grid/GridHeader";
import { GridMenu } from "./grid/GridMenu";
import { GridRow } from "./grid/GridRow";
import { GroupChips } from "./grid/GroupChips";
import { GroupedRows } from "./grid/GroupedRows";
import { GridEmpty, GridSkeleton } from "./grid/GridStates";
import { gridAction, isTyping } from "./grid/keyboard";
import { rowHeights, useGridState } from "./grid/useGridState";
import { useGridTable } from "./grid/useGridTable";
import { formatCount } from "./number";
import { keepPlace } from "./place";
import { SidePanel } from "./SidePanel";
import { usePrinting } from "./usePrinting";
import type { KanbanMoves } from "./views/KanbanView";
import { LayoutView, layoutsOf } from "./views/LayoutView";
import { LayoutSwitch } from "./views/LayoutSwitch";
import type { Layout } from "./views/state";
import { ViewBar } from "./views/ViewBar";
import { listOf, type BuiltInView } from "./views/wire";

export type { GridEdit } from "./grid/edit/description";
export type { BulkAction, ColumnKind, GridColumn, RowAction } from "./grid/columns";

/** Rows of a list that go on paper, of those that are loaded. */
const mostPrinted = 1000;

export interface DataGridProps<T> {
  /** Names what the browser remembers of it: "crm.accounts". */
  name: string;
  /** Accessible name of the list. */
  label: string;
  endpoint: string;
  columns: GridColumn<T>[];
  /** Conditions that always hold and stand in no chip. */
  query?: Query;
  defaultSort?: string;
  /** Entity of the rows, for "3 changed" from the event stream. */
  entity?: string;
  rowId?: (row: T) => string;
  /** Page of a row. */
  href?: (row: T) => string;
  /** What a click on a row does instead of opening its page. */
  onOpen?: (row: T) => void;
  /** Content of the side panel (Space, or a click on the row). */
  preview?: (row: T) => { title: ReactNode; body: ReactNode };
  actions?: RowAction<T>[];
  bulk?: BulkAction<T>[];
  /** How its rows are changed in their place, by paste, and many at once. */
  edit?: GridEdit<T>;
  /** Shown when there is nothing at all. */
  empty?: ReactNode;
  /** The text filter; on unless false. */
  searchable?: boolean;
  exportable?: boolean;
  /** At the start of the bar: a view switch. */
  tools?: ReactNode;
  /** People keep views of it, group and sum it: its API has `<endpoint>/summary`. */
  arrange?: boolean;
  /** Views that come with it, the standard one first. */
  views?: BuiltInView[];
  /** Which cards of its boards can be moved. */
  kanban?: KanbanMoves<T>;
  /** Other layouts than those that its columns make possible, and the one it opens with. */
  layouts?: Layout[];
  standardLayout?: Layout;
}

/**
 * A list over one endpoint, with the fields that the organisation gave its object. It begins when these are known,
 * so that an address which names them is read once.
 */
export function DataGrid<T extends object>(props: DataGridProps<T>) {
  const { ready, ...own } = useCustomList<T>(props);
  return ready ? <Grid<T> {...props} {...own} /> : <GridSkeleton rowHeight={rowHeights.regular} />;
}

/**
 * The list itself: server-side filter, sort and text, keyset pages, virtual rows, columns
 * and selection, export, keyboard, and cards on phones. Its state is the address.
 */
function Grid<T extends object>(props: DataGridProps<T>) {
  const { name, endpoint, columns, query, defaultSort, href, preview, actions = [], bulk = [] } = props;
  const rowId = props.rowId ?? ((row: T) => (row as { id: string }).id);
  const { t } = useTranslation("ui");
  const go = useGo();
  const gridId = useId();
  const phone = useMediaQuery("(max-width: 36em)", false, { getInitialValueInEffect: false });
  const { arrange = false, standardLayout = "list" } = props;
  const state = useGridState(name, columns, defaultSort, arrange ? { list: listOf(endpoint), builtIns: props.views } : {});
  const layouts = props.layouts ?? (arrange ? layoutsOf(columns) : []);
  const layout = arrange ? ((state.params["layout"] as Layout | undefined) ?? standardLayout) : "list";
  const grouped = arrange && layout === "list" && state.group.length > 0;
  const asked = { ...query, ...state.query, count: 1 };
  const pages = usePages<T>(endpoint, asked, { enabled: state.view.ready });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const total = pages.data?.pages[0]?.total;
  const { visible, selected, select, clearSelection } = useGridTable(rows, columns, state, rowId);
  const [active, setActive] = useState(-1);
  const [menuRow, setMenuRow] = useState<string | null>(null);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const lastToggled = useRef(-1);
  const scroll = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const rowHeight = rowHeights[state.density];
  const wanted = preview ? state.params["open"] : undefined;
  const opened = wanted ? rows.findIndex((row) => rowId(row) === wanted) : -1;
  // A shared address may name a record that is not among the rows: far down, or not in this filter.
  const alone = useGet<T>(`${endpoint}/${wanted}`, undefined, { enabled: Boolean(wanted) && opened < 0 && pages.isSuccess });

  const printing = usePrinting();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: printing ? mostPrinted : 12,
    getItemKey: (index) => (rows[index] ? rowId(rows[index]) : index),
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  // The next page comes when the last loaded rows are near.
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (!phone && hasNextPage && !isFetchingNextPage && rows.length > 0 && lastIndex >= rows.length - 15) void fetchNextPage();
  }, [phone, lastIndex, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  useLive("changed", (event) => {
    if (event.entity === props.entity) setChanged((before) => new Set(before).add(event.id));
  });
  const refresh = () => {
    setChanged(new Set());
    void pages.refetch();
  };

  // A record page goes on to the next one in the order that its list has now.
  const { entity } = props;
  const linked = href !== undefined;
  const place = JSON.stringify(asked);
  useEffect(() => {
    if (entity && linked) keepPlace(entity, { endpoint, query: JSON.parse(place) as Query, address: window.location.pathname + window.location.search });
  }, [entity, endpoint, place, linked]);

  const open = (row: T) => {
    if (props.onOpen) props.onOpen(row);
    else if (href) go(href(row));
    else if (preview) state.set({ open: rowId(row) });
  };
  const toggle = (index: number, range: boolean) => {
    const from = range && lastToggled.current >= 0 ? lastToggled.current : index;
    const ids = rows.slice(Math.min(from, index), Math.max(from, index) + 1).map(rowId);
    const on = range || !selected.has(ids[0] ?? "");
    lastToggled.current = index;
    work.leaveAll();
    select(ids, on);
  };
  const selectAll = () => select(rows.map(rowId), selected.size < rows.length);
  const activate = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index, { align: "auto" });
    const row = rows[index];
    if (row && opened >= 0) state.set({ open: rowId(row) });
  };

  const work = useRowWork<T>({
    name, gridId, endpoint, edit: props.edit, own: bulk, columns: visible.map((v) => v.column), rows, rowId, query: asked, total,
    exportable: props.exportable !== false, selected, clearSelection, active, activate,
  });
  const selectable = work.selectable;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target)) return;
    const layer = document.querySelector("[role=dialog],[role=menu],[role=listbox]");
    if (layer && !layer.contains(scroll.current)) return;
    // A button or a link keeps its own Enter and Space.
    const onControl = event.target instanceof Element && event.target.closest("a,button,input,[role=tab]") !== null;
    if (onControl && (event.key === "Enter" || event.key === " ")) return;
    if (!phone && work.onKey(event)) {
      event.preventDefault();
      return;
    }
    const action = gridAction({ key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey }, rows.length, active);
    const row = rows[active];
    if (!action || (action.type === "clear" && selected.size === 0)) return;
    if (action.type === "selectPage" && !selectable) return;
    event.preventDefault();
    if (action.type === "move") activate(action.to);
    else if (action.type === "search") search.current?.focus();
    else if (action.type === "selectPage") selectAll();
    else if (action.type === "clear") clearSelection();
    else if (row && action.type === "toggle" && selectable) toggle(active, action.range);
    else if (row && action.type === "open") open(row);
    else if (row && action.type === "preview" && preview) state.set({ open: rowId(row) });
    else if (row && action.type === "preview") open(row);
    else if (row && action.type === "menu") setMenuRow(rowId(row));
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const template = `${selectable ? "36px " : ""}${visible.map((v, i) => (i === visible.length - 1 ? `minmax(${v.size}px, 1fr)` : `${v.size}px`)).join(" ")} 40px`;
  const vars = { "--grid-columns": template, "--grid-row": `${rowHeight}px`, "--grid-first": selectable ? "36px" : "0px" } as CSSProperties;
  const rowCount = total?.exact ? total.count : hasNextPage ? -1 : rows.length;
  const shownRow = wanted ? (rows[opened] ?? alone.data) : undefined;
  const close = () => state.set({ open: undefined });
  const pins = visible.map((v) => v.pin);
  const plain = layout === "list" && !grouped;
  // A row of a group: it is opened and previewed like any other, and its keys are the pointer's.
  const plainRow = (row: T) => (
    <GridRow
      key={rowId(row)}
      id={`${gridId}-${rowId(row)}`}
      row={row}
      index={0}
      offset={0}
      columns={visible.map((v) => v.column)}
      pins={pins}
      active={false}
      selected={selected.has(rowId(row))}
      selectable={selectable}
      href={href?.(row)}
      actions={actions}
      menuOpened={menuRow === rowId(row)}
      onMenu={(now) => setMenuRow(now ? rowId(row) : null)}
      onClick={() => (preview ? state.set({ open: rowId(row) }) : open(row))}
      onToggle={() => select([rowId(row)], !selected.has(rowId(row)))}
    />
  );

  return (
    <div className={classes.root}>
      {arrange ? <ViewBar list={listOf(endpoint)} label={props.label} view={state.view} fields={state.fields} columns={columns} widths={state.widths} /> : null}
      <div className={classes.bar}>
        {props.tools}
        {layouts.length > 1 ? <LayoutSwitch value={layout} layouts={layouts} onChange={(next) => state.set({ layout: next === standardLayout ? undefined : next }, { push: true })} /> : null}
        <div className={classes.filters}>
          <FilterBar state={state} columns={columns} searchRef={search} searchable={props.searchable !== false} endpoint={arrange ? endpoint : undefined} query={query} />
          {grouped ? <GroupChips state={state} columns={columns} /> : null}
          {state.ignored.length > 0 ? (
            <Text size="xs" c="dimmed">
              {t("grid.ignored", { fields: state.ignored.join(", ") })}
            </Text>
          ) : null}
        </div>
        {changed.size > 0 ? (
          <Button size="compact-sm" variant="light" leftSection={<IconRefresh size={14} />} onClick={refresh}>
            {t("grid.changed", { count: changed.size })}
          </Button>
        ) : null}
        <Text size="xs" c="dimmed" role="status" className="lh-number">
          {total ? t(total.exact ? "grid.total" : "grid.total_more", { count: total.count, shown: formatCount(total.count) }) : ""}
        </Text>
        <GridMenu state={state} columns={columns} endpoint={endpoint} query={asked} fileName={name} exportable={props.exportable !== false} entity={props.entity} />
      </div>

      {state.gone.length > 0 ? <GoneFields entity={props.entity} state={state} /> : null}
      <div
        ref={scroll}
        className={classes.scroll}
        style={vars}
        data-stale={pages.isPlaceholderData || undefined}
      >
        {layout !== "list" ? (
          <LayoutView layout={layout} state={state} columns={columns} shown={visible.map((v) => v.column)} endpoint={endpoint} query={asked} label={props.label} rowId={rowId} onOpen={(row) => (preview ? state.set({ open: rowId(row) }) : open(row))} moves={props.kanban} />
        ) : phone && !grouped ? (
          <GridCards
            rows={rows}
            rowId={rowId}
            columns={visible.map((v) => v.column)}
            href={href}
            onOpen={open}
            actions={actions}
            selected={selected}
            selectable={selectable}
            onToggle={(id) => {
              work.leaveAll();
              select([id], !selected.has(id));
            }}
          />
        ) : (
          <div
            role="grid"
            tabIndex={0}
            data-grid={gridId}
            className={classes.grid}
            aria-label={props.label}
            aria-rowcount={rowCount < 0 ? -1 : rowCount + 1}
            aria-colcount={visible.length}
            aria-multiselectable={selectable || undefined}
            aria-busy={pages.isFetching}
            aria-activedescendant={active >= 0 ? (work.column >= 0 ? `${gridId}-${active}-${work.column}` : `${gridId}-${active}`) : undefined}
          >
            <GridHeader
              state={state}
              columns={visible}
              summary={arrange}
              selectable={selectable}
              allSelected={work.all || (rows.length > 0 && selected.size >= rows.length)}
              someSelected={selected.size > 0}
              onSelectAll={selectAll}
            />
            {grouped ? <GroupedRows<T> state={state} columns={columns} endpoint={endpoint} query={asked} words={state.group} rowHeight={rowHeight} row={plainRow} /> : null}
            <div role="rowgroup" className={classes.body} style={{ blockSize: grouped ? 0 : virtual.getTotalSize() }} hidden={grouped}>
              {(grouped ? [] : items).map((item) => {
                const row = rows[item.index];
                if (!row) return null;
                const id = rowId(row);
                return (
                  <GridRow
                    key={item.key}
                    id={`${gridId}-${item.index}`}
                    row={row}
                    index={item.index}
                    offset={item.start}
                    columns={visible.map((v) => v.column)}
                    pins={pins}
                    active={item.index === active}
                    selected={work.all || selected.has(id)}
                    cell={props.edit ? (position) => work.cell(row, item.index, position) : undefined}
                    mark={props.edit ? (position) => work.savedAt(row, position) : undefined}
                    selectable={selectable}
                    href={href?.(row)}
                    actions={actions}
                    menuOpened={menuRow === id}
                    onMenu={(now) => setMenuRow(now ? id : null)}
                    onClick={() => {
                      setActive(item.index);
                      if (preview) state.set({ open: id });
                      else open(row);
                    }}
                    onToggle={(range) => toggle(item.index, range)}
                  />
                );
              })}
            </div>
            {arrange ? <GridFooter state={state} columns={visible.map((v) => v.column)} pins={pins} selectable={selectable} endpoint={endpoint} query={asked} /> : null}
          </div>
        )}
        {plain && pages.isPending ? <GridSkeleton rowHeight={rowHeight} /> : null}
        {plain && pages.isError && rows.length === 0 ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} /> : null}
        {plain && pages.isSuccess && rows.length === 0 ? <GridEmpty state={state} columns={columns} empty={props.empty} /> : null}
        {plain && hasNextPage ? (
          <div className={classes.more}>
            <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("grid.more")}
            </Button>
          </div>
        ) : null}
      </div>

      {work.bar}
      {work.dialogs}

      {preview && shownRow ? (
        <SidePanel
          opened
          onClose={close}
          title={preview(shownRow).title}
          page={href?.(shownRow)}
          onPrevious={opened > 0 ? () => activate(opened - 1) : undefined}
          onNext={opened >= 0 && opened < rows.length - 1 ? () => activate(opened + 1) : undefined}
        >
          {preview(shownRow).body}
        </SidePanel>
      ) : null}
      {wanted && !shownRow && alone.isError ? (
        <SidePanel opened onClose={close} title={props.label}>
          <ErrorBlock error={alone.error} retry={() => void alone.refetch()} />
        </SidePanel>
      ) : null}
    </div>
  );
}
