import type { Icon } from "@tabler/icons-react";
import type { GridColumn } from "./grid/columns";
import type { Layout } from "./views/state";
import type { BuiltInView } from "./views/wire";

/** What a list is made of: whoever shows its rows elsewhere says them in its words. */
export interface ListShape<T> {
  columns: GridColumn<T>[];
  /** Page of a row. */
  href?: (row: T) => string;
  /** Its order, if nobody asks for another. */
  sort?: string;
  /** Views that come with it, the standard one first. */
  views?: BuiltInView[];
  /** How it opens, if not as rows. */
  layout?: Layout;
}

/** A hook of the list's module. A shape of any row is one of no row: it is read and never fed. */
export type UseList = () => ListShape<never>;

/** A list that can be counted, charted and shown on dashboards: its API has `<endpoint>/summary`. */
export interface ListEntry {
  endpoint: string;
  /** Address of its screen below the organisation. */
  path: string;
  /** Key of its name: "menu:crm.deals". */
  label: string;
  icon: Icon;
  permission: string;
  /** Kind of its rows, to hear when one of them changes. */
  entity?: string;
  load: () => Promise<UseList>;
}
