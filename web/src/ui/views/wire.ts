import type { Params } from "../address";
import type { ViewState } from "./state";

/** A view that somebody saved. */
export interface SavedView {
  id: string;
  list: string;
  name: string;
  owner: { id: string; name: string };
  sharing: "private" | "team" | "organisation";
  locked: boolean;
  default_for: string[];
  /** The reader's list opens with it. */
  opens: boolean;
  may_change: boolean;
  position: number;
  state: ViewState;
  version: number;
}

/** A view that comes with the list. The first one is the standard. */
export interface BuiltInView {
  id: string;
  label: string;
  /** What it shows, as in the address. */
  params: Params;
}

/** A tab of the bar. */
export interface ActiveView {
  id: string;
  label: string;
  params: Params;
  widths: Record<string, number>;
  saved?: SavedView;
}

/** The name under which a list keeps its views: "/crm/deals" is "crm.deals". */
export function listOf(endpoint: string): string {
  return endpoint.replace(/^\//, "").replaceAll("/", ".");
}
