import { useQueryClient } from "@tanstack/react-query";
import type { Icon } from "@tabler/icons-react";
import { api } from "@/api/client";
import { keyOf, useGet } from "@/api/query";
import { useEntities, useModules } from "./registry";
import { showFailed } from "./UndoToast";
import { listOf } from "./views/wire";

/** Something that a person keeps at hand: a record, a saved view ("desk.view") or a dashboard ("desk.dashboard"). */
export interface Favourite {
  entity: string;
  id: string;
  title: string;
  /** Of a view: its list. */
  list?: string;
}

/** A favourite with the way to it. */
export interface FavouritePlace extends Favourite {
  path: string;
  icon: Icon;
  /** Key of what kind of thing it is. */
  kind: string;
}

interface Answer {
  items: Favourite[] | null;
}

const endpoint = "/desk/favourites";
const none: Favourite[] = [];

/** One's own favourites, in one's own order; what is gone or hidden by now is not among them. */
export function useFavourites(): Favourite[] {
  return useGet<Answer>(endpoint, undefined, { staleTime: 60_000 }).data?.items ?? none;
}

/** The favourites that this version of the product has a screen for. */
export function useFavouritePlaces(): FavouritePlace[] {
  const entities = useEntities();
  const lists = useModules().flatMap((module) => module.lists ?? []);
  return useFavourites().flatMap((favourite) => {
    if (favourite.entity === "desk.view") {
      const list = lists.find((entry) => listOf(entry.endpoint) === favourite.list);
      return list ? [{ ...favourite, path: `${list.path}?view=${favourite.id}`, icon: list.icon, kind: list.label }] : [];
    }
    const entity = entities[favourite.entity];
    return entity ? [{ ...favourite, path: entity.path(favourite.id), icon: entity.icon, kind: entity.label }] : [];
  });
}

/** Puts something among one's favourites or takes it away, and orders them. They are shown so at once. */
export function useFavouriteActs() {
  const client = useQueryClient();
  const key = keyOf(endpoint, {});
  const tried = async (next: (items: Favourite[]) => Favourite[], act: () => Promise<unknown>) => {
    client.setQueryData<Answer>(key, (now) => ({ items: next(now?.items ?? []) }));
    try {
      await act();
    } catch (cause) {
      showFailed(cause);
    } finally {
      await client.invalidateQueries({ queryKey: key });
    }
  };
  const others = (items: Favourite[], { entity, id }: Pick<Favourite, "entity" | "id">) => items.filter((one) => one.entity !== entity || one.id !== id);
  return {
    keep: (favourite: Favourite) => tried((items) => [...others(items, favourite), favourite], () => api.put(`${endpoint}/${favourite.entity}/${favourite.id}`, undefined)),
    drop: (favourite: Pick<Favourite, "entity" | "id">) => tried((items) => others(items, favourite), () => api.delete(`${endpoint}/${favourite.entity}/${favourite.id}`)),
    /** Moves one by that many places. */
    move: (favourite: Favourite, by: number) => {
      const items = [...(client.getQueryData<Answer>(key)?.items ?? [])];
      const from = items.findIndex((one) => one.entity === favourite.entity && one.id === favourite.id);
      if (from < 0 || from + by < 0 || from + by >= items.length) return Promise.resolve();
      items.splice(from + by, 0, ...items.splice(from, 1));
      return tried(() => items, () => api.put(endpoint, { items: items.map(({ entity, id }) => ({ entity, id })) }));
    },
  };
}
