import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { showDone, showFailed } from "@/ui/UndoToast";

/** Acts on background work. Each says what it did, or why it could not, and reads the page again. */
export function useAct() {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const act = async (path: string, body: unknown, done: string | ((answer: Record<string, number>) => string)) => {
    try {
      const answer = await api.post<Record<string, number>>(path, body);
      showDone(typeof done === "string" ? done : done(answer));
    } catch (cause) {
      showFailed(cause);
    } finally {
      await refresh("/jobs");
    }
  };
  return {
    retry: (key: string) => act(`/jobs/deliveries/${key}/retry`, undefined, t("jobs.retried")),
    cancel: (key: string) => act(`/jobs/deliveries/${key}/cancel`, undefined, t("jobs.cancelled")),
    retryAlike: (handler: string, error?: string) =>
      act(`/jobs/handlers/${handler}/retry`, { error }, (a) => (a["remaining"] ? t("jobs.retried_some", { count: a["retried"], left: a["remaining"] }) : t("jobs.retried_all", { count: a["retried"] }))),
    pause: (handler: string) => act(`/jobs/handlers/${handler}/pause`, undefined, t("jobs.paused_it")),
    resume: (handler: string) => act(`/jobs/handlers/${handler}/resume`, undefined, t("jobs.resumed_it")),
    run: (schedule: string) => act(`/jobs/schedules/${schedule}/run`, undefined, ({ already }) => t(already ? "jobs.schedule.waits_already" : "jobs.schedule.started")),
  };
}
