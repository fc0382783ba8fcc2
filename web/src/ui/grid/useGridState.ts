import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { useParams } from "../address";
import { useDensity, useSettings, type Density } from "../settings";
import type { GridColumn } from "./columns";
import { conditionsOf, queryOf, strangers } from "./filters";

/** Height of a row, in pixels. */
export const rowHeights: Record<Density, number> = { comfortable: 44, regular: 36, dense: 28 };

/**
 * State of a list: filter, sort, text and columns stand in the address; widths, the chosen columns
 * stay in the browser as this person's habit; the density goes with the person.
 */
export function useGridState<T>(name: string, columns: GridColumn<T>[], defaultSort: string | undefined) {
  const [params, set] = useParams();
  const [widths, setWidths] = useLocalStorage<Record<string, number>>({ key: `longhouse.widths.${name}`, defaultValue: {} });
  const [habit, setHabit] = useLocalStorage<string>({ key: `longhouse.columns.${name}`, defaultValue: "" });
  const [density] = useDensity();
  const [, change] = useSettings();

  const conditions = useMemo(() => conditionsOf(params, columns), [params, columns]);
  const ignored = useMemo(() => strangers(params, columns), [params, columns]);
  const sort = params["sort"] ?? defaultSort ?? "";
  const q = params["q"] ?? "";

  const shown = useMemo(() => {
    const asked = (params["columns"] ?? habit).split(",").filter((key) => columns.some((c) => c.key === key));
    return asked.length > 0 ? asked : columns.filter((c) => !c.hidden).map((c) => c.key);
  }, [params, habit, columns]);

  return {
    params,
    set,
    conditions,
    ignored,
    sort,
    q,
    shown,
    widths,
    setWidths,
    density,
    setDensity: (next: Density) => change({ density: next }),
    filtered: conditions.length > 0 || q !== "",
    query: { ...queryOf(conditions), q, sort },
    /** Chooses columns and their order; undefined goes back to the standard. */
    setColumns: (keys: string[] | undefined) => {
      setHabit(keys?.join(",") ?? "");
      set({ columns: keys?.join(",") });
    },
    setSort: (next: string | undefined) => set({ sort: next === defaultSort ? undefined : next }),
    setSearch: (text: string) => set({ q: text || undefined }),
    setCondition: (patch: Record<string, string | undefined>) => set(patch),
    clear: () => set({ q: undefined, ...Object.fromEntries(conditions.map((c) => [c.param, undefined])) }),
  };
}

export type GridState = ReturnType<typeof useGridState>;
