import type { Query } from "@/api/http";
import { paramsOfWidget, type Widget } from "@/ui/dashboard/wire";
import { columnOfGroup } from "@/ui/grid/summing";
import { conditionsOf, queryOf, type Condition } from "@/ui/grid/filters";
import type { ListShape } from "@/ui/lists";
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
}

/** What a widget asks of its list; what the list no longer has is left out or asked as the list's standard. */
export function askedOf(widget: Pick<Widget, "state" | "view">, shape: ListShape<never>): Asked {
  const params = paramsOfWidget(widget);
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
  };
}
