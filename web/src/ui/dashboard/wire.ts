import type { Params } from "../address";
import { differences, paramsOf, type ViewState } from "../views/state";

/** What a widget shows of its list. */
export type WidgetKind = "number" | "table" | "chart";

/** Where a widget stands, of twelve columns. */
export interface Box {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** One thing on a dashboard, as the reader sees it. */
export interface Widget extends Box {
  kind?: WidgetKind;
  /** None: it is called as its view or list is. */
  title?: string;
  /** "crm.deals"; none: the reader may not read it. */
  list?: string;
  view_id?: string;
  state: ViewState;
  hidden?: boolean;
  /** Its view was deleted, or is not shared with the reader. */
  gone?: boolean;
  view?: { name: string; sharing: "private" | "team" | "organisation"; state: ViewState };
}

/** A widget before it has a place. */
export type NewWidget = Omit<Widget, "id" | "x" | "y" | "hidden" | "gone" | "view">;

/** A dashboard; its widgets come with one of them, and not with the list. */
export interface Dashboard {
  id: string;
  name: string;
  owner: { id: string; name: string };
  sharing: "private" | "team" | "organisation";
  /** Who sees one of the organisation; none: everybody. */
  roles: string[];
  locked: boolean;
  /** Whose Today begins with it. */
  default_for: string[];
  /** The reader's Today begins with it. */
  opens: boolean;
  may_change: boolean;
  position: number;
  count: number;
  widgets?: Widget[];
  version: number;
}

/** How large a new widget is. */
export const sizes: Record<WidgetKind, { w: number; h: number }> = { number: { w: 3, h: 2 }, table: { w: 6, h: 4 }, chart: { w: 6, h: 4 } };

/** A widget as the API takes it: what it says about it to this reader stays out. */
export function written({ hidden: _hidden, gone: _gone, view: _view, ...widget }: Widget): Widget {
  return widget;
}

/** All that a widget asks of its list, as in an address: the view that it follows, and on top what it says itself. */
export function paramsOfWidget(widget: Pick<Widget, "state" | "view">): Params {
  return { ...(widget.view ? paramsOf(widget.view.state) : {}), ...paramsOf(widget.state) };
}

/** The first free row below everything that stands on a dashboard. */
export function below(boxes: Box[]): number {
  return Math.max(0, ...boxes.map((box) => box.y + box.h));
}

/** Where a list shows something: the view of it, and what differs. */
export function queryOfList(viewId: string, base: Params, wanted: Params): Params {
  return { view: viewId, ...differences(base, wanted) };
}
