import { useTranslation } from "react-i18next";
import { takeChange } from "@/api/changes";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { written, type Dashboard } from "@/ui/dashboard/wire";
import { showDone, showFailed, showUndo, undoChange } from "@/ui/UndoToast";

/** What a person says of a dashboard: its name, who sees it, whose day begins with it. */
export interface DashboardWords {
  name: string;
  sharing: Dashboard["sharing"];
  roles: string[];
  default_for: string[];
}

/** What can be done with dashboards as a whole. */
export function useDashboardActs() {
  const { t } = useTranslation("desk");
  const refresh = useRefresh();
  const go = useGo();
  const tried = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (cause) {
      showFailed(cause);
    } finally {
      await refresh("/desk/dashboards");
    }
  };
  return {
    /** Throws the refusal, for the form. */
    save: async (words: DashboardWords, before?: Dashboard) => {
      const made = before ? await api.patch<Dashboard>(`/desk/dashboards/${before.id}`, words, before.version) : await api.post<Dashboard>("/desk/dashboards", words);
      await refresh("/desk/dashboards");
      return made;
    },
    change: (dashboard: Dashboard, body: Partial<DashboardWords> & { locked?: boolean }, said: string) =>
      tried(async () => {
        await api.patch(`/desk/dashboards/${dashboard.id}`, body, dashboard.version);
        showDone(said);
      }),
    copy: (dashboard: Dashboard) =>
      tried(async () => {
        const { widgets = [] } = await api.get<Dashboard>(`/desk/dashboards/${dashboard.id}`);
        const made = await api.post<Dashboard>("/desk/dashboards", { name: t("copy_of", { name: dashboard.name }).slice(0, 100), widgets: widgets.filter((w) => !w.hidden && !w.gone).map(written) });
        go(`/dashboards/${made.id}`);
      }),
    remove: (dashboard: Dashboard) =>
      tried(async () => {
        const { name, sharing, roles, default_for, widgets = [] } = await api.get<Dashboard>(`/desk/dashboards/${dashboard.id}`);
        await api.delete(`/desk/dashboards/${dashboard.id}`, dashboard.version);
        go("/dashboards");
        // History brings back the same one, with what this reader does not see; one's own is made again.
        const made = takeChange();
        const anew = () => api.post("/desk/dashboards", { name, sharing, roles, default_for, widgets: widgets.filter((w) => !w.hidden && !w.gone).map(written) });
        showUndo(t("deleted", { name }), async () => {
          const undone = await (made ? undoChange({ change_set: made.changeSet }) : anew());
          await refresh("/desk/dashboards");
          return undone;
        });
      }),
  };
}
