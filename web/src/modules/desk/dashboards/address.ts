import { stringifySearch, type Params } from "@/ui/address";
import { queryOfList, type Widget } from "@/ui/dashboard/wire";
import { filterField } from "@/ui/grid/columns";
import { both, columnOfGroup, groupFilter, type SumGroup } from "@/ui/grid/summing";
import type { ListEntry, ListShape } from "@/ui/lists";
import { paramsOf } from "@/ui/views/state";
import { ofView } from "@/ui/views/useListView";
import { askedOf } from "./asked";

/** The fields by which a list can be filtered. */
export function fieldsOf(shape: ListShape<never>): Set<string> {
  return new Set(shape.columns.map(filterField).filter((field) => field !== undefined));
}

/** Where exactly the rows of a widget stand: as rows, or as the chart that it is. */
export function listOfWidget(entry: ListEntry, shape: ListShape<never>, widget: Widget): string {
  const { by, measure, chart } = askedOf(widget, shape);
  if (widget.kind !== "chart") return addressOf(entry, shape, widget, asRows(shape));
  return addressOf(entry, shape, widget, { layout: "chart", by: by ?? "", measure: measure === "count" ? "" : measure, chart: chart === "line" ? chart : "" });
}

/** Where the rows of one group of a widget stand. */
export function listOfGroup(entry: ListEntry, shape: ListShape<never>, widget: Widget, group: SumGroup, by: string, zone: string): string {
  const filter = both(askedOf(widget, shape).filter, groupFilter(group, by, columnOfGroup(by, shape.columns)?.kind, zone));
  return addressOf(entry, shape, widget, { ...asRows(shape), filter: filter ?? "" });
}

// A list that opens as rows does not say so in its address.
function asRows(shape: ListShape<never>): Params {
  return shape.layout && shape.layout !== "list" ? { layout: "list" } : {};
}

function addressOf(entry: ListEntry, shape: ListShape<never>, widget: Widget, drawn: Params): string {
  const base = widget.view ? paramsOf(widget.view.state) : {};
  const { layout: _layout, by: _by, measure: _measure, chart: _chart, ...looks } = base;
  // Which columns a table on a dashboard has is no matter of the list.
  const { columns: _columns, by: _ownBy, measure: _ownMeasure, chart: _ownChart, ...own } = paramsOf(widget.state);
  const wanted = ofView({ ...looks, ...own, ...drawn }, fieldsOf(shape));
  if (widget.view_id && widget.view) return entry.path + stringifySearch(queryOfList(widget.view_id, base, wanted));
  const standard = shape.views?.find((view) => Object.keys(view.params).length === 0) ?? shape.views?.[0];
  return entry.path + stringifySearch(queryOfList(standard?.id ?? "all", standard?.params ?? {}, wanted));
}
