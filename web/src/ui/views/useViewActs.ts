import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { showDone, showFailed, showUndo } from "../UndoToast";
import { stateOf } from "./state";
import type { ListView } from "./useListView";
import type { SavedView } from "./wire";

/** What a person says of a view: its name, who sees it, for whom it opens. */
export interface ViewWords {
  name: string;
  sharing: SavedView["sharing"];
  default_for: string[];
}

/** What can be done with the views of a list. Each act reads the views again. */
export function useViewActs(list: string, view: ListView, fields: ReadonlySet<string>, widths: Record<string, number>) {
  const { t } = useTranslation("views");
  const now = () => stateOf(view.params, fields, { ...view.active?.widths, ...widths });
  const tried = async <R>(act: () => Promise<R>): Promise<R | undefined> => {
    try {
      return await act();
    } catch (cause) {
      showFailed(cause);
      return undefined;
    } finally {
      await view.refetch();
    }
  };
  const change = (saved: SavedView, body: Partial<ViewWords> & { locked?: boolean }) =>
    tried(() => api.patch<SavedView>(`/desk/views/${saved.id}`, body, saved.version));
  return {
    active: view.active,
    /** Keeps what is on screen as a new view, and goes to it. Throws the refusal, for the form. */
    create: async (words: ViewWords) => {
      const made = await api.post<SavedView>("/desk/views", { ...words, list, state: now() });
      await view.refetch();
      view.open(made.id);
    },
    /** Keeps what is on screen in the view itself. */
    save: async (saved: SavedView) => {
      const done = await tried(() => api.patch<SavedView>(`/desk/views/${saved.id}`, { state: now() }, saved.version));
      if (!done) return;
      view.open(saved.id);
      showDone(t("saved", { name: saved.name }));
    },
    change,
    remove: async (saved: SavedView) => {
      const done = await tried(async () => {
        await api.delete(`/desk/views/${saved.id}`, saved.version);
        return true;
      });
      if (!done) return;
      view.open(undefined);
      const { name, sharing, default_for, state } = saved;
      showUndo(t("deleted", { name }), async () => {
        await api.post("/desk/views", { list, name, sharing, default_for, state });
        await view.refetch();
      });
    },
  };
}

export type ViewActs = ReturnType<typeof useViewActs>;
