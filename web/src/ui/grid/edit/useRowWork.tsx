import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Query } from "@/api/http";
import { useRefresh } from "@/api/query";
import { BulkBar } from "../../bulk/BulkBar";
import { BulkDialog, type BulkAct } from "../../bulk/BulkDialog";
import type { BulkRun, Chosen } from "../../bulk/wire";
import { ConflictDialog } from "../../ConflictDialog";
import { toValues } from "../../form/fields";
import { formatCount } from "../../number";
import { useCan } from "../../session";
import { memberOf } from "../../value";
import { showDone, showFailed, showUndo, undoChange } from "../../UndoToast";
import type { BulkAction, GridColumn } from "../columns";
import { exportColumns } from "../GridMenu";
import { isTyping } from "../keyboard";
import { CellEditor, type Leave } from "./CellEditor";
import { CellMark } from "./CellMark";
import { fromTable, textOf, toTable } from "./clipboard";
import { fieldOf, type GridEdit } from "./description";
import classes from "./edit.module.css";
import { planPaste, type PastePlan } from "./paste";
import { PasteDialog } from "./PasteDialog";
import { PendingValue } from "./PendingValue";
import { useCellEdits } from "./useCellEdits";

interface RowWorkOptions<T> {
  name: string;
  gridId: string;
  endpoint: string;
  edit?: GridEdit<T>;
  own: BulkAction<T>[];
  columns: GridColumn<T>[];
  rows: T[];
  rowId: (row: T) => string;
  /** What the list asks the API for. */
  query: Query;
  total?: { count: number; exact: boolean } | null;
  exportable: boolean;
  selected: ReadonlySet<string>;
  clearSelection: () => void;
  active: number;
  activate: (index: number) => void;
}

/** What a cell of a row is, besides its drawing. */
export interface CellWork {
  id: string;
  focused: boolean;
  editable: boolean;
  /** In the place of the drawing: an editor, or a value on its way. */
  content?: ReactNode;
  onEdit: () => void;
  onFocus: () => void;
}

const exportedAtOnce = 200;

/**
 * Work in the rows of a list: the cell that has the focus and its editor, the bar for what is selected and
 * for all that match, copy and paste.
 */
export function useRowWork<T extends object>(o: RowWorkOptions<T>) {
  const { endpoint, edit, columns, rows, rowId, selected, active, total } = o;
  const { t } = useTranslation("bulk");
  const can = useCan();
  const refresh = useRefresh();
  const may = edit !== undefined && can(`${edit.entity}.update`);
  const edits = useCellEdits(endpoint, edit, rowId);
  const [column, setColumn] = useState(-1);
  const [editing, setEditing] = useState<{ id: string; field: string } | null>(null);
  const [act, setAct] = useState<BulkAct | null>(null);
  const [paste, setPaste] = useState<PastePlan<T> | null>(null);
  // "All that match" is said of one question: another filter is another set.
  const question = JSON.stringify(matchingOf(o.query));
  const [allOf, setAllOf] = useState<string | null>(null);
  const all = allOf === question && total?.exact === true;

  const acts: BulkAct[] = [];
  const fields = (edit?.fields ?? []).filter((f) => !f.disabled && f.kind !== "password" && !edit?.single?.includes(f.name) && (f.name !== edit?.owner || can(`${edit.entity}.assign`)));
  if (may) acts.push("edit");
  if (may && edit.owner && fields.some((f) => f.name === edit.owner)) acts.push("assign");
  if (edit?.away && can(`${edit.entity}.${edit.away}`)) acts.push(edit.away);
  const selectable = acts.length > 0 || o.own.length > 0 || (edit !== undefined && o.exportable);

  const field = (at: number) => (may ? fieldOf(columns[at], edit) : undefined);
  const editableAt = (row: T, at: number) => {
    const f = field(at);
    return f && !edit?.closed?.(row, f.name) ? f : undefined;
  };
  const begin = (index: number, at: number) => {
    const row = rows[index];
    const f = row && editableAt(row, at);
    if (!row || !f) return false;
    o.activate(index);
    setColumn(at);
    setEditing({ id: rowId(row), field: f.name });
    return true;
  };
  const beyond = (row: T, from: number, step: 1 | -1): number => {
    for (let at = from + step; at >= 0 && at < columns.length; at += step) if (editableAt(row, at)) return at;
    return -1;
  };
  const grid = () => document.querySelector<HTMLElement>(`[data-grid="${o.gridId}"]`)?.focus({ preventScroll: true });
  const leave = (index: number, at: number, to: Leave) => {
    setEditing(null);
    const row = rows[index];
    if (to === "down" && begin(index + 1, at)) return;
    if (row && (to === "next" || to === "previous")) {
      const step = to === "next" ? 1 : -1;
      const next = beyond(row, at, step);
      if (next >= 0 && begin(index, next)) return;
      const other = rows[index + step];
      const edge = other ? beyond(other, step === 1 ? -1 : columns.length, step) : -1;
      if (other && edge >= 0 && begin(index + step, edge)) return;
    }
    window.setTimeout(grid, 0);
  };

  const chosen = (): Chosen =>
    all ? { matching: matchingOf(o.query), expected: total?.count } : { rows: [...selected].map((id) => ({ id, version: (rows.find((r) => rowId(r) === id) as { version?: number } | undefined)?.version })) };
  // A result with refusals stays on the screen and offers the undo itself; the toast offers it when that is closed.
  const told = useRef<BulkRun | null>(null);
  const tell = (run: BulkRun) => {
    const text = t("changed", { count: run.changed, shown: formatCount(run.changed) });
    if (run.changed > 0 && run.undoable) showUndo(text, () => undoChange({ operation: run.id }));
    else showDone(text);
  };
  const ended = (run: BulkRun) => {
    if (run.refusals === 0 && run.state === "done") {
      tell(run);
      clear();
    } else told.current = run;
    void refresh(endpoint, "/history");
  };
  const closed = (undone?: boolean) => {
    setAct(null);
    setPaste(null);
    if (told.current && told.current.changed > 0 && !undone) tell(told.current);
    told.current = null;
  };
  const clear = () => {
    setAllOf(null);
    o.clearSelection();
  };
  const chooseAll = () => setAllOf(question);

  const onKey = (event: KeyboardEvent): boolean => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === "a" && selectable && !all && selected.size >= rows.length && total?.exact && total.count > rows.length) {
      chooseAll();
      return true;
    }
    if (event.key === "Escape" && all) {
      clear();
      return true;
    }
    if (ctrl || event.altKey || active < 0 || active >= rows.length) return false;
    switch (event.key) {
      case "ArrowRight":
        setColumn(Math.min(column + 1, columns.length - 1));
        return true;
      case "ArrowLeft":
        setColumn(Math.max(column - 1, -1));
        return true;
      case "Enter":
        return column >= 0 && begin(active, column);
      case "F2":
      case "e": {
        const row = rows[active];
        return row !== undefined && begin(active, column >= 0 && editableAt(row, column) ? column : beyond(row, -1, 1));
      }
      case "Escape":
        if (column < 0 || selected.size > 0) return false;
        setColumn(-1);
        return true;
    }
    return false;
  };

  const targets = () => (selected.size > 0 && !all ? rows.filter((row) => selected.has(rowId(row))) : active >= 0 ? rows.slice(active) : []);
  const busy = (event: Event) =>
    event.defaultPrevented || isTyping(event.target) || document.querySelector("[role=dialog],[role=menu],[role=listbox]") !== null;
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    if (busy(event) || !event.clipboardData || (window.getSelection()?.toString() ?? "") !== "") return;
    const row = rows[active];
    const cell = columns[column];
    const some = rows.filter((r) => selected.has(rowId(r)));
    const text = some.length > 0 ? toTable(some, columns) : row && cell ? textOf(row, cell) : row ? toTable([row], columns) : "";
    if (text === "") return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    showDone(some.length > 1 ? t("copied_rows", { count: some.length }) : t("ui:copied"));
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (busy(event) || !may || !edit || text === "") return;
    const rowsFor = targets();
    if (rowsFor.length === 0) return;
    event.preventDefault();
    setPaste(planPaste(fromTable(text), rowsFor, selected.size > 0, column, columns, edit));
  });
  useEffect(() => {
    document.addEventListener("copy", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, []);

  const focus = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (column < 0 || active < 0) return;
    focus.current = document.getElementById(`${o.gridId}-${active}-${column}`);
    focus.current?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [column, active, o.gridId]);

  const cell = (row: T, index: number, at: number): CellWork => {
    const f = editableAt(row, at);
    const work: CellWork = {
      id: `${o.gridId}-${index}-${at}`,
      focused: index === active && at === column,
      editable: f !== undefined,
      onEdit: () => void begin(index, at),
      onFocus: () => setColumn(at),
    };
    if (!f || !edit) return work;
    const state = edits.stateOf(row, f);
    if (!state && editing?.id !== rowId(row)) return work;
    const record = edit.read(row);
    const name = f.labelField ? memberOf(record, f.labelField) : undefined;
    const label = typeof name === "string" ? name : undefined;
    if (editing && editing.id === rowId(row) && editing.field === f.name) {
      const values = toValues(record, edit.fields);
      work.content = (
        <CellEditor
          field={f}
          record={record}
          values={values}
          value={state ? state.value : values[f.name]}
          label={state ? state.label : label}
          fault={state?.reason}
          onLeave={(value, to, name) => {
            const wrong = edits.commit(row, f, value, name);
            if (!wrong) leave(index, at, to);
            return wrong;
          }}
          onCancel={() => leave(index, at, "stay")}
        />
      );
    } else if (state && state.state !== "saved") {
      work.content = (
        <span className={classes.pending} data-state={state.state}>
          <span className={classes.text}>
            <PendingValue field={f} value={state.value} label={state.label} record={record} />
          </span>
          <CellMark
            state={state}
            field={f.label}
            onRetry={() => void edits.commit(row, f, state.value, state.label)}
            onEdit={() => void begin(index, at)}
            onDiscard={() => edits.discard(row, f)}
          />
        </span>
      );
    }
    return work;
  };
  const savedAt = (row: T, at: number) => {
    const f = field(at);
    const state = f && edits.stateOf(row, f);
    return f && state?.state === "saved" ? <CellMark state={state} field={f.label} onRetry={noop} onEdit={noop} onDiscard={noop} /> : null;
  };

  const exportThem = (format: "csv" | "xlsx") => {
    const which = all ? {} : { ids: [...selected] };
    api.download(endpoint, { ...(all ? o.query : { ...viewOf(o.query), ...which }), count: undefined, format, columns: exportColumns(columns) }, `${o.name}.${format}`).catch(showFailed);
  };
  const count = all ? (total?.count ?? selected.size) : selected.size;
  const bar =
    selectable && count > 0 ? (
      <BulkBar<T>
        count={count}
        all={all}
        matching={edit && total?.exact ? total.count : undefined}
        tooMany={edit !== undefined && total?.exact === false}
        onAll={chooseAll}
        acts={acts}
        onAct={setAct}
        own={o.own}
        rows={rows.filter((row) => selected.has(rowId(row)))}
        onExport={edit && o.exportable ? exportThem : undefined}
        noExport={!all && selected.size > exportedAtOnce ? t("export_few", { shown: formatCount(exportedAtOnce) }) : undefined}
        onClear={clear}
      />
    ) : null;
  const dialogs = (
    <>
      {act && edit ? (
        <BulkDialog
          act={act}
          endpoint={endpoint}
          chosen={chosen()}
          count={count}
          fields={fields}
          owner={edit.owner}
          write={(body) => edit.write(body)}
          onDone={ended}
          onClose={closed}
        />
      ) : null}
      {paste && edit ? <PasteDialog<T> plan={paste} edit={edit} endpoint={endpoint} rowId={rowId} onDone={ended} onClose={closed} /> : null}
      {edits.clash ? <ConflictDialog clashes={[edits.clash.clash]} onApply={edits.settle} onCancel={edits.keep} /> : null}
    </>
  );
  return {
    all,
    leaveAll: () => setAllOf(null),
    selectable,
    column,
    onKey,
    cell,
    savedAt,
    bar,
    dialogs,
  };
}

function noop(): void {
  // A saved cell has nothing to be asked.
}

// The question of a list as the API is asked it, without what belongs to one page.
function matchingOf(query: Query): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "" || name === "count" || name === "limit" || name === "after") continue;
    if (typeof value === "object" && "each" in value) out[name] = value.each.join(",");
    else out[name] = typeof value === "object" ? value.join(",") : String(value);
  }
  return out;
}

// A day that the list is read as of stays with the chosen records; its filter does not.
function viewOf(query: Query): Query {
  return { as_of: query["as_of"], sort: query["sort"] };
}

export type RowWork<T extends object> = ReturnType<typeof useRowWork<T>>;
