import type { Query } from "@/api/http";
import { paramsOfWidget, type Widget } from "@/ui/dashboard/wire";
import { filterField } from "@/ui/grid/columns";
import { columnOfGroup } from "@/ui/grid/summing";
import { conditionsOf, queryOf, type Condition } from "@/ui/grid/filters";
import type { ListShape } from "@/ui/lists";
import { withoutGone } from "@/ui/views/gone";
import { groupsOf, standardGroup } from "@/ui/views/series";

/** What a widget asks of its list. */
export interface Asked {
  /** The list's own query: conditions, text, nested filter. */
  query: Query;
  conditions: Condition[];
  q?: string;
  filter?: string;
  sort?: string;
  measure: string;
  /** The field of a chart; none where the list has none. */
  by?: string;
  chart: "bar" | "line";
  /** Fields that the organisation has no more, and that are not asked by. */
  gone: string[];
}

/** What a widget asks of its list; what the list no longer has is left out or asked as the list's standard. */
export function askedOf(widget: Pick<Widget, "state" | "view">, shape: ListShape<never>): Asked {
  const known = new Set(shape.columns.map(filterField).filter((field) => field !== undefined));
  const { params, gone } = withoutGone(paramsOfWidget(widget), known);
  const conditions = conditionsOf(params, shape.columns);
  const { q, filter, scope } = params as Partial<Record<string, string>>;
  const by = params["by"] && columnOfGroup(params["by"], shape.columns) ? params["by"] : standardGroup(groupsOf(shape.columns));
  return {
    query: { ...queryOf(conditions), q, filter, scope },
    conditions,
    q,
    filter,
    sort: params["sort"] ?? shape.sort,
    measure: params["measure"] ?? "count",
    by,
    chart: params["chart"] === "line" && by?.includes(":") ? "line" : "bar",
    gone,
  };
}
