import i18n from "i18next";
import { lazy, Suspense, useState, type LazyExoticComponent, type ReactNode } from "react";
import { useCustomColumns } from "@/ui/custom/useCustomList";
import { Gap } from "@/ui/Gap";
import type { ListEntry, ListShape } from "@/ui/lists";
import { useModules } from "@/ui/registry";
import { isCustom } from "@/ui/views/state";
import { listOf } from "@/ui/views/wire";

/** A row of any list. */
export type Row = Record<string, unknown>;

interface Props {
  fallback: ReactNode;
  children: (shape: ListShape<Row>) => ReactNode;
}

const known = new Map<ListEntry, LazyExoticComponent<(props: Props) => ReactNode>>();

function partOf(entry: ListEntry, namespaces: string[]) {
  const before = known.get(entry);
  if (before) return before;
  const part = lazy(async () => {
    try {
      const [useList] = await Promise.all([entry.load(), i18n.loadNamespaces(namespaces)]);
      const Loaded = ({ fallback, children }: Props) => {
        const shape = useList() as ListShape<Row>;
        const own = useCustomColumns<Row>(entry.entity);
        const columns = own.columns.length === 0 || shape.columns.some((c) => isCustom(c.key)) ? shape.columns : [...shape.columns, ...own.columns];
        // A widget that asks by a field of the organisation's own waits until it is known.
        return own.ready ? children({ ...shape, columns }) : fallback;
      };
      return { default: Loaded };
    } catch (cause) {
      known.delete(entry); // the next try begins afresh
      throw cause;
    }
  });
  known.set(entry, part);
  return part;
}

/** The list of that name, as its module describes it. */
export function useListEntry(list: string | undefined): ListEntry | undefined {
  return useModules().flatMap((m) => m.lists ?? []).find((entry) => listOf(entry.endpoint) === list);
}

/** Shows something in the words of a list and of the fields that the organisation gave it; its module is loaded for that, and `fallback` keeps the place. */
export function WithList({ entry, fallback, children }: { entry: ListEntry } & Props) {
  const module = useModules().find((m) => m.lists?.includes(entry));
  const names = module?.namespaces ?? [module?.name ?? ""];
  const [Part, setPart] = useState(() => partOf(entry, names));
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    setPart(() => partOf(entry, names));
    setAttempt(attempt + 1);
  };
  return (
    <Gap key={attempt} retry={retry}>
      <Suspense fallback={fallback}>
        <Part fallback={fallback}>{children}</Part>
      </Suspense>
    </Gap>
  );
}
