import { useRouter } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { stringifySearch, useParams, type Params } from "../address";
import { differences, isOfView, overlaid, paramsOf } from "./state";
import type { ActiveView, BuiltInView, SavedView } from "./wire";

type Patch = Record<string, string | undefined>;

const none: SavedView[] = [];
const noBuiltIns: BuiltInView[] = [];
const noParams: Params = {};

/**
 * What a list shows: the view that its address names, or that opens by itself, with what the
 * address changes of it. The address holds the view and the differences, and nothing else does.
 */
export function useListView(list: string | undefined, fields: ReadonlySet<string>, builtIns: BuiltInView[] = noBuiltIns) {
  const { t } = useTranslation("views");
  const [address, setAddress] = useParams();
  const router = useRouter();
  const asked = useGet<{ items: SavedView[] | null }>("/desk/views", { list }, { enabled: Boolean(list), staleTime: 60_000 });
  const saved = asked.data?.items ?? none;
  const ready = !list || !asked.isPending;

  const tabs = useMemo<ActiveView[]>(() => {
    const first = builtIns.length > 0 ? builtIns : [{ id: "all", label: t("all"), params: {} }];
    return [
      ...first.map((view) => ({ ...view, widths: {} })),
      ...saved.map((view) => ({ id: view.id, label: view.name, params: paramsOf(view.state), widths: view.state.widths ?? {}, saved: view })),
    ];
  }, [builtIns, saved, t]);

  const find = (params: Params): ActiveView | undefined => {
    const named = tabs.find((tab) => tab.id === params["view"]);
    if (named) return named;
    // Whoever comes with conditions of their own came by a link: it shows what it says.
    const bare = !Object.keys(params).some((name) => isOfView(name, fields));
    return (bare ? tabs.find((tab) => tab.saved?.opens) : undefined) ?? tabs[0];
  };
  const active = find(address);
  const base = active?.params ?? noParams;
  const params = useMemo(() => overlaid(base, address), [base, address]);
  const changed = Object.keys(differences(base, ofView(params, fields))).length > 0;

  const set = (patch: Patch, options?: { push?: boolean }) => {
    // Read at the time of the call: two changes in one turn must not undo each other.
    const { pathname, search } = router.latestLocation;
    const now = search as Params;
    const view = find(now);
    const wanted = { ...overlaid(view?.params ?? {}, now), ...patch };
    const kept = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value && !isOfView(name, fields)));
    const next: Record<string, unknown> = { ...kept, view: kept["view"] ?? nameOf(view, tabs, now), ...differences(view?.params ?? {}, ofView(wanted, fields)) };
    void router.navigate({ href: pathname + stringifySearch(next), replace: !options?.push, resetScroll: false });
  };

  /** Goes to a view and leaves the differences behind. */
  const open = useCallback(
    (id: string | undefined) => {
      const { pathname, search } = router.latestLocation;
      const kept = Object.entries(search as Params).filter(([name]) => !isOfView(name, fields) && !["view", "without", "open", "board"].includes(name));
      void router.navigate({ href: pathname + stringifySearch({ ...Object.fromEntries(kept), view: id }), resetScroll: false });
    },
    [router, fields],
  );

  return { params, set, open, tabs, active, edited: ready && changed, ready, refetch: asked.refetch, setAddress };
}

/** The part of an address that a view keeps. */
export function ofView(params: Record<string, string | undefined>, fields: ReadonlySet<string>): Params {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]) && isOfView(entry[0], fields)));
}

// The standard view stands in no address, unless another one opens by itself.
function nameOf(view: ActiveView | undefined, tabs: ActiveView[], now: Params): string | undefined {
  if (now["view"]) return now["view"];
  if (view === tabs[0] && !tabs.some((tab) => tab.saved?.opens)) return undefined;
  return view?.id;
}

export type ListView = ReturnType<typeof useListView>;
