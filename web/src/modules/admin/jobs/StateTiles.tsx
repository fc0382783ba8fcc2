import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { formatCount } from "@/ui/number";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "../shared/admin.module.css";
import { jobStates, jobTones, sumOf } from "./states";
import type { HandlerState } from "./types";

/** How much work is in which state; a click narrows the list to it. What seldom is, is shown only when it is. */
export function StateTiles({ handlers }: { handlers: HandlerState[] }) {
  const { t } = useTranslation("admin");
  const [params, set] = useParams();
  const shown = jobStates.filter((state) => !["paused", "uncertain"].includes(state) || sumOf(handlers, state) > 0 || params["state"] === state);
  return (
    <div className={classes.tiles} role="group" aria-label={t("jobs.by_state")}>
      {shown.map((state) => {
        const n = sumOf(handlers, state);
        return (
          <UnstyledButton key={state} className={classes.tile} aria-pressed={params["state"] === state} onClick={() => set({ open: undefined, state: params["state"] === state ? undefined : state })}>
            <strong>{formatCount(n)}</strong>
            <StatusBadge kind="jobs.delivery" state={state} tone={n > 0 ? jobTones[state] : "neutral"} label={t(`jobs.states.${state}`)} />
          </UnstyledButton>
        );
      })}
    </div>
  );
}
