import { lazy, Suspense } from "react";
import type { Query } from "@/api/http";
import type { GridColumn } from "../grid/columns";
import { GridSkeleton } from "../grid/GridStates";
import { groupWord } from "../grid/summing";
import type { GridState } from "../grid/useGridState";
import type { KanbanMoves } from "./KanbanView";
import type { Layout } from "./state";

// A list is a list until somebody wants to see it otherwise: boards and charts come when they are asked for.
const KanbanView = lazy(() => import("./KanbanView").then((m) => ({ default: m.KanbanView as typeof m.KanbanView<object> })));
const ChartView = lazy(() => import("./ChartView").then((m) => ({ default: m.ChartView as typeof m.ChartView<object> })));
const CalendarView = lazy(() => import("./CalendarView").then((m) => ({ default: m.CalendarView as typeof m.CalendarView<object> })));

interface LayoutViewProps<T> {
  layout: Layout;
  state: GridState;
  columns: GridColumn<T>[];
  shown: GridColumn<T>[];
  endpoint: string;
  query: Query;
  label: string;
  rowId: (row: T) => string;
  onOpen: (row: T) => void;
  moves?: KanbanMoves<T>;
}

/** The rows of a list drawn otherwise than as rows. */
export function LayoutView<T extends object>({ layout, ...props }: LayoutViewProps<T>) {
  // The lazy parts cannot be generic; what they get is this list's own.
  const own = props as unknown as Omit<LayoutViewProps<object>, "layout">;
  return (
    <Suspense fallback={<GridSkeleton rowHeight={44} />}>
      {layout === "board" ? <KanbanView {...own} /> : null}
      {layout === "chart" ? <ChartView {...own} /> : null}
      {layout === "calendar" ? <CalendarView {...own} /> : null}
    </Suspense>
  );
}

/** The layouts that the columns of a list make possible. */
export function layoutsOf<T>(columns: GridColumn<T>[]): Layout[] {
  const filtered = columns.filter((c) => c.filter);
  return [
    "list",
    ...(filtered.some((c) => c.kind === "status" || (c.kind === "choice" && !c.many)) ? (["board"] as const) : []),
    ...(filtered.some((c) => c.kind === "date" || c.kind === "instant") ? (["calendar"] as const) : []),
    ...(filtered.some((c) => groupWord(c)) ? (["chart"] as const) : []),
  ];
}
