import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { useDensity, useSettings, type Density } from "../settings";
import { withoutGone } from "../views/gone";
import { sumsOf, sumsText, type Layout } from "../views/state";
import { useListView } from "../views/useListView";
import type { BuiltInView } from "../views/wire";
import { filterField, type GridColumn } from "./columns";
import { conditionsOf, queryOf, strangers } from "./filters";

/** Height of a row, in pixels. */
export const rowHeights: Record<Density, number> = { comfortable: 44, regular: 36, dense: 28 };

interface GridStateOptions {
  /** The name under which the list keeps its views: "crm.deals". None: it has no saved views. */
  list?: string;
  /** Views that come with the list; the first one is the standard. */
  builtIns?: BuiltInView[];
  /** All columns of the list, where a screen shows the filters of some. */
  all?: GridColumn<never>[];
}

/**
 * State of a list: view, filter, sort, text, columns, groups and sums stand in the address; widths
 * and the chosen columns of lists without a saved view stay in the browser as this person's habit;
 * the density goes with the person, unless a view says otherwise.
 */
export function useGridState<T>(name: string, columns: GridColumn<T>[], defaultSort: string | undefined, options: GridStateOptions = {}) {
  const all = options.all ?? columns;
  const fields = useMemo(() => new Set(all.map((c) => filterField(c as GridColumn<never>)).filter((f) => f !== undefined)), [all]);
  const view = useListView(options.list, fields, options.builtIns);
  const { set } = view;
  // Sorted, filtered and drawn is what is there; the view itself keeps what it names.
  const { params, gone } = useMemo(() => withoutGone(view.params, new Set(all.map((c) => c.key))), [view.params, all]);
  const [own, setOwn] = useLocalStorage<Record<string, number>>({ key: `longhouse.widths.${name}`, defaultValue: {} });
  const [habit, setHabit] = useLocalStorage<string>({ key: `longhouse.columns.${name}`, defaultValue: "" });
  const [density] = useDensity();
  const [, change] = useSettings();
  const saved = view.active?.saved !== undefined;
  // The same object as long as nothing changes: the table reads it as its state.
  const given = view.active?.widths;
  const widths = useMemo(() => ({ ...given, ...own }), [given, own]);

  const conditions = useMemo(() => conditionsOf(params, columns), [params, columns]);
  const ignored = useMemo(() => strangers(params, columns), [params, columns]);
  const sort = params["sort"] ?? defaultSort ?? "";
  const q = params["q"] ?? "";
  const filter = params["filter"];
  const words = (text: string | undefined) => (text ?? "").split(",").filter(Boolean);
  const pinned = useMemo(() => words(params["pin"]).filter((key) => columns.some((c) => c.key === key)), [params, columns]);
  const group = useMemo(() => words(params["group"]).filter((word) => fields.has(word.split(":")[0] ?? "")).slice(0, 2), [params, fields]);
  const sums = useMemo(() => sumsOf(params["sums"]), [params]);

  const shown = useMemo(() => {
    const asked = words(params["columns"] ?? (saved ? "" : habit)).filter((key) => columns.some((c) => c.key === key));
    const all = asked.length > 0 ? asked : columns.filter((c) => !c.hidden).map((c) => c.key);
    return [...pinned.filter((key) => all.includes(key)), ...all.filter((key) => !pinned.includes(key))];
  }, [params, habit, columns, pinned, saved]);

  return {
    params,
    set,
    view,
    fields,
    conditions,
    ignored,
    /** Fields of the organisation's own that the view names and that are not there any more. */
    gone,
    dropGone: () => set(Object.fromEntries(Object.entries(view.params).flatMap(([name, value]) => (params[name] === value ? [] : [[name, params[name]]])))),
    sort,
    q,
    filter,
    shown,
    pinned,
    group,
    sums,
    layout: (params["layout"] ?? "list") as Layout,
    widths,
    setWidths: setOwn,
    density: (params["density"] as Density | undefined) ?? density,
    setDensity: (next: Density) => {
      if (saved) set({ density: next });
      else change({ density: next });
    },
    filtered: conditions.length > 0 || q !== "" || Boolean(filter),
    query: { ...queryOf(conditions), q, sort, filter, scope: params["scope"] },
    /** Chooses columns and their order; undefined goes back to the standard. */
    setColumns: (keys: string[] | undefined) => {
      if (!saved) setHabit(keys?.join(",") ?? "");
      set({ columns: keys?.join(",") });
    },
    setSort: (next: string | undefined) => set({ sort: next === defaultSort ? undefined : next }),
    setSearch: (text: string) => set({ q: text || undefined }),
    setCondition: (patch: Record<string, string | undefined>) => set(patch),
    setGroup: (next: string[]) => set({ group: next.join(",") || undefined }),
    setSum: (column: string, sum: string | undefined) => {
      const { [column]: _gone, ...rest } = sums;
      set({ sums: sumsText(sum ? { ...rest, [column]: sum } : rest) || undefined });
    },
    setPinned: (next: string[]) => set({ pin: next.join(",") || undefined }),
    clear: () => set({ q: undefined, filter: undefined, ...Object.fromEntries(conditions.map((c) => [c.param, undefined])) }),
  };
}

export type GridState = ReturnType<typeof useGridState>;
