import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page, type Versioned } from "@/api/client";
import { orgOfAddress } from "@/api/http";
import { toProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import type { Clash } from "../../ConflictDialog";
import { checkField, faultsOf, toBody, toValues, type FieldSpec } from "../../form/fields";
import { useCurrency } from "../../session";
import { showDone } from "../../UndoToast";
import { memberOf, sameValue } from "../../value";
import type { GridEdit } from "./description";

/** What a cell shows besides its value. */
export interface CellState {
  state: "saving" | "saved" | "failed";
  /** What was typed, and the name of what was picked. */
  value: unknown;
  label?: string;
  reason?: string;
}

/** Two people changed the same cell. */
export interface CellClash<T> {
  row: T;
  field: FieldSpec;
  clash: Clash;
  theirs: unknown;
  yours: unknown;
  label?: string;
}

const shortly = 2500;

/**
 * Saves cells as they are left. A cell shows its new value at once, then that it is saved, or why it is
 * not; what was typed stays. Cells of one row are saved one after the other, each on the version of the last.
 */
export function useCellEdits<T extends object>(endpoint: string, edit: GridEdit<T> | undefined, rowId: (row: T) => string) {
  const { t } = useTranslation(["bulk", "ui"]);
  const client = useQueryClient();
  const currency = useCurrency();
  const refresh = useRefresh();
  const [states, setStates] = useState<ReadonlyMap<string, CellState>>(new Map());
  const [clash, setClash] = useState<CellClash<T> | null>(null);
  const latest = useRef(new Map<string, T>());
  const lines = useRef(new Map<string, Promise<void>>());

  const keyOf = (row: T, field: FieldSpec) => `${rowId(row)} ${field.name}`;
  const mark = (key: string, state: CellState | undefined) =>
    setStates((before) => {
      const next = new Map(before);
      if (state) next.set(key, state);
      else next.delete(key);
      return next;
    });

  // The list keeps its order: the row is put where it was, and nothing is read again.
  const put = (row: T) => {
    const id = rowId(row);
    client.setQueriesData<{ pages: Page<T>[] }>({ predicate: ({ queryKey }) => queryKey[0] === (orgOfAddress() ?? "") && queryKey[1] === endpoint && queryKey[2] === "pages" }, (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => (rowId(item) === id ? { ...item, ...row } : item)) })) },
    );
    latest.current.set(id, row);
  };

  const versionOf = (row: T) => {
    const seen = (row as Partial<Versioned>).version ?? 0;
    const later = (latest.current.get(rowId(row)) as Partial<Versioned> | undefined)?.version ?? 0;
    return Math.max(seen, later);
  };

  const saved = (key: string, row: T, field: FieldSpec, value: unknown, label?: string) => {
    put(row);
    mark(key, { state: "saved", value, label });
    window.setTimeout(() => setStates((before) => (before.get(key)?.state === "saved" ? without(before, key) : before)), shortly);
    if (edit) showDone(t("bulk:cell_saved", { field: field.label, title: edit.title(row) }));
    void refresh("/history");
  };

  const send = async (row: T, base: unknown, field: FieldSpec, value: unknown, label: string | undefined, version: number, tries = 3): Promise<void> => {
    if (!edit) return;
    const key = keyOf(row, field);
    const path = `${endpoint}/${rowId(row)}`;
    try {
      const body = edit.write(toBody({ [field.name]: value }, [field], currency, edit.read(row)), row);
      const answer = await api.patch<T>(path, body, version);
      saved(key, { ...row, ...answer }, field, value, label);
    } catch (cause) {
      const problem = toProblem(cause);
      if (problem.status !== 412 || tries === 0) {
        const faults = faultsOf(problem, [field]);
        mark(key, { state: "failed", value, label, reason: faults.fields[field.name] ?? faults.rest[0] ?? problem.title });
        return;
      }
      const theirs = { ...row, ...(await api.get<T>(path)) };
      const now = toValues(edit.read(theirs), [field])[field.name];
      const next = (theirs as Partial<Versioned>).version ?? 0;
      if (sameValue(now, base)) {
        put(theirs); // somebody changed other fields: both stand
        await send(theirs, base, field, value, label, next, tries - 1);
      } else if (sameValue(now, value)) saved(key, theirs, field, value, label);
      else {
        put(theirs);
        mark(key, { state: "failed", value, label, reason: t("bulk:cell_conflict") });
        const was = edit.read(row);
        const is = edit.read(theirs);
        setClash({
          row: theirs, field, label, theirs: now, yours: value,
          clash: { field: field.name, label: field.label, original: named(field, base, was), theirs: named(field, now, is), yours: named(field, value, was, label) },
        });
      }
    }
  };

  /** Saves what was typed into a cell; answers what is wrong with it, and then nothing is sent. */
  const commit = (row: T, field: FieldSpec, value: unknown, label?: string): string | undefined => {
    if (!edit) return undefined;
    const values = { ...toValues(edit.read(row), edit.fields), [field.name]: value };
    const words = { required: t("ui:form.required"), number: t("ui:form.number"), integer: t("ui:form.integer"), email: t("ui:form.email") };
    const fault = checkField(field, values, words);
    if (fault) return fault;
    const key = keyOf(row, field);
    const base = toValues(edit.read(row), [field])[field.name];
    if (sameValue(value, base)) {
      mark(key, undefined);
      return undefined;
    }
    mark(key, { state: "saving", value, label });
    const id = rowId(row);
    const before = lines.current.get(id) ?? Promise.resolve();
    const turn = before
      .then(() => send({ ...row, ...latest.current.get(id) }, base, field, value, label, versionOf(row)))
      .catch((cause: unknown) => {
        const problem = toProblem(cause);
        mark(key, { state: "failed", value, label, reason: problem.detail || problem.title });
      });
    lines.current.set(id, turn);
    return undefined;
  };

  const settle = (picked: Record<string, unknown>) => {
    if (!clash) return;
    const { row, field, label, theirs, yours, clash: both } = clash;
    setClash(null);
    if (picked[field.name] === both.theirs) mark(keyOf(row, field), undefined);
    else {
      mark(keyOf(row, field), { state: "saving", value: yours, label });
      void send(row, theirs, field, yours, label, versionOf(row));
    }
  };

  return {
    stateOf: (row: T, field: FieldSpec) => states.get(keyOf(row, field)),
    commit,
    discard: (row: T, field: FieldSpec) => mark(keyOf(row, field), undefined),
    clash,
    settle,
    keep: () => setClash(null),
  };
}

// What is kept as an id or a word is shown by its name.
function named(field: FieldSpec, value: unknown, record: Record<string, unknown>, label?: string): unknown {
  if (value === "" || value === undefined || value === null) return value;
  if (field.kind === "select") return { id: value, name: field.options?.find((o) => o.value === value)?.label ?? String(value) };
  if (field.kind === "multi" && Array.isArray(value)) return value.map((one) => field.options?.find((o) => o.value === one)?.label ?? one);
  if (field.kind !== "picker") return value;
  const own = field.labelField ? memberOf(record, field.labelField) : undefined;
  return { id: value, name: label ?? (typeof own === "string" && own ? own : String(value).slice(0, 8)) };
}

function without(states: ReadonlyMap<string, CellState>, key: string): ReadonlyMap<string, CellState> {
  const next = new Map(states);
  next.delete(key);
  return next;
}

export type CellEdits<T extends object> = ReturnType<typeof useCellEdits<T>>;
