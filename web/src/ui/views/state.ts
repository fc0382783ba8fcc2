import type { Params } from "../address";

/** How a list is drawn. */
export type Layout = "list" | "board" | "calendar" | "chart";

/** What a view keeps, as the API has it. */
export interface ViewState {
  layout?: Layout;
  conditions?: Record<string, string>;
  filter?: string;
  q?: string;
  scope?: "own" | "team" | "dept";
  sort?: string;
  columns?: string[];
  widths?: Record<string, number>;
  pinned?: string[];
  group?: string[];
  aggregates?: Record<string, string>;
  density?: "comfortable" | "regular" | "dense";
  by?: string;
  measure?: string;
  chart?: "bar" | "line";
}

/** Members of the address that belong to a view; the conditions of the list's fields come on top. */
const own = ["layout", "q", "scope", "sort", "filter", "columns", "group", "sums", "pin", "density", "by", "measure", "chart"] as const;

/** Members of the address that no list reads as a condition. */
export const reserved: ReadonlySet<string> = new Set([...own, "open", "view", "without", "tab", "as_of", "new", "board"]);

const operators = new Set(["gt", "gte", "lt", "lte", "not", "empty", "during", "under"]);
const custom = /^custom\.[a-z][a-z0-9_]{0,39}(\.(gt|gte|lt|lte|not|empty|during|under))?$/;

/** The field and the comparison that a member of the address names; undefined for a field that is none of these. */
export function partsOf(name: string, fields: ReadonlySet<string>): { field: string; op: string } | undefined {
  // A field of an organisation's own may be called like a comparison: "custom.empty".
  if (fields.has(name)) return { field: name, op: "" };
  const dot = name.lastIndexOf(".");
  const [field, op] = [name.slice(0, dot), name.slice(dot + 1)];
  return dot > 0 && operators.has(op) && fields.has(field) ? { field, op } : undefined;
}

/** Whether a text names a field of the organisation's own, there or gone. */
export function isCustom(name: string): boolean {
  return name.startsWith("custom.");
}

/**
 * Whether a member of the address is part of a view; the rest is where somebody is just now. A field of
 * the organisation's own stays part of it after it was archived: it may come back.
 */
export function isOfView(name: string, fields: ReadonlySet<string>): boolean {
  return (own as readonly string[]).includes(name) || partsOf(name, fields) !== undefined || custom.test(name);
}

/** The address that shows a view. */
export function paramsOf(state: ViewState): Params {
  const out: Params = { ...state.conditions };
  const put = (name: string, value: string | undefined) => {
    if (value) out[name] = value;
  };
  put("layout", state.layout);
  put("q", state.q);
  put("scope", state.scope);
  put("sort", state.sort);
  put("filter", state.filter);
  put("columns", state.columns?.join(","));
  put("group", state.group?.join(","));
  put("pin", state.pinned?.join(","));
  put("density", state.density);
  put("by", state.by);
  put("measure", state.measure);
  put("chart", state.chart);
  put("sums", sumsText(state.aggregates ?? {}));
  return out;
}

/** What an address shows, to be kept as a view. */
export function stateOf(params: Params, fields: ReadonlySet<string>, widths: Record<string, number>): ViewState {
  const list = (name: string) => params[name]?.split(",").filter(Boolean);
  const conditions = Object.fromEntries(
    Object.entries(params).filter(([name, value]) => value !== "" && isOfView(name, fields) && !(own as readonly string[]).includes(name)),
  );
  const shown = Object.fromEntries(Object.entries(widths).map(([key, width]) => [key, Math.max(40, Math.min(1200, Math.round(width)))]));
  const state: ViewState = {
    layout: params["layout"] as Layout | undefined,
    conditions,
    filter: params["filter"],
    q: params["q"],
    scope: params["scope"] as ViewState["scope"],
    sort: params["sort"],
    columns: list("columns"),
    widths: shown,
    pinned: list("pin"),
    group: list("group"),
    aggregates: sumsOf(params["sums"]),
    density: params["density"] as ViewState["density"],
    by: params["by"],
    measure: params["measure"],
    chart: params["chart"] as ViewState["chart"],
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => !isNothing(value))) as ViewState;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

/** "amount:sum,score:avg" as columns with their aggregates. */
export function sumsOf(text: string | undefined): Record<string, string> {
  return Object.fromEntries((text ?? "").split(",").flatMap((word) => {
    const [column, sum] = word.split(":");
    return column && sum ? [[column, sum]] : [];
  }));
}

/** The same as it stands in the address. */
export function sumsText(sums: Record<string, string>): string {
  return Object.entries(sums).map(([column, sum]) => `${column}:${sum}`).join(",");
}

/** A view with what the address changes of it: `without` names what it takes away. */
export function overlaid(view: Params, address: Params): Params {
  const gone = new Set((address["without"] ?? "").split(",").filter(Boolean));
  const base = Object.fromEntries(Object.entries(view).filter(([name]) => !gone.has(name)));
  const { without: _without, ...rest } = address;
  return { ...base, ...rest };
}

/** The address that says, on top of a view, what is wanted: differences alone. */
export function differences(view: Params, wanted: Params): Params {
  const out = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== "" && view[name] !== value));
  const gone = Object.keys(view).filter((name) => !wanted[name]);
  return gone.length > 0 ? { ...out, without: gone.join(",") } : out;
}
