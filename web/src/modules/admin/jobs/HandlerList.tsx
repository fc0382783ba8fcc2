import { Button, Text, UnstyledButton } from "@mantine/core";
import { IconClipboardList } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatRelative } from "@/ui/dates";
import { formatCount } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import admin from "../shared/admin.module.css";
import classes from "./jobs.module.css";
import { jobStates, jobTones } from "./states";
import type { HandlerState } from "./types";
import { useAct } from "./useAct";
import { useHandlers } from "./useJobs";
import { briefSpan, handlerWord } from "./words";

/** The kinds of background work: what each does, how fast it goes, what went wrong; and the way to pause one. */
export function HandlerList() {
  const { t } = useTranslation("admin");
  const handlers = useHandlers();
  const [, set] = useParams();
  if (handlers.isPending) return <RecordSkeleton />;
  if (handlers.isError) return <ErrorBlock error={handlers.error} retry={() => void handlers.refetch()} />;
  if (handlers.data.items.length === 0) return <EmptyBlock icon={IconClipboardList} title={t("jobs.none")} text={t("jobs.none_text")} />;
  const columns: RowColumn<HandlerState>[] = [
    {
      key: "handler",
      label: t("jobs.work"),
      width: "34%",
      cell: (h) => (
        <>
          <UnstyledButton fz="sm" c="var(--lh-link)" onClick={() => set({ tab: undefined, handler: h.handler, state: undefined, open: undefined })}>
            {handlerWord(h.handler)}
          </UnstyledButton>
          {h.known ? <span className={admin.second}>{h.about}</span> : <span className={classes.gone}>{t("jobs.no_handler")}</span>}
        </>
      ),
    },
    { key: "open", label: t("jobs.tabs.work"), cell: (h) => <Open handler={h} /> },
    { key: "pace", label: t("jobs.last_hour"), numeric: true, cell: (h) => <Pace handler={h} /> },
    { key: "wait", label: t("jobs.wait"), numeric: true, cell: (h) => <Spans of={h.wait} /> },
    { key: "run", label: t("jobs.run"), numeric: true, cell: (h) => <Spans of={h.run} /> },
    { key: "act", label: t("jobs.act"), width: 170, cell: (h) => <Acts handler={h} /> },
  ];
  return <Rows label={t("jobs.tabs.handlers")} rows={handlers.data.items} rowKey={(h) => h.handler} columns={columns} />;
}

function Open({ handler: h }: { handler: HandlerState }) {
  const { t } = useTranslation("admin");
  const some = jobStates.filter((state) => h.open[state] > 0);
  return (
    <div>
      {h.pause ? (
        <Text size="xs" c="dimmed">
          {t("jobs.paused_by", { name: h.pause.by.name, when: formatRelative(h.pause.at) })}
        </Text>
      ) : null}
      {some.length === 0 ? <Unknown /> : null}
      <div className={admin.chips}>
        {some.map((state) => (
          <StatusBadge key={state} kind="jobs.delivery" state={state} tone={jobTones[state]} label={t("jobs.n_state", { n: formatCount(h.open[state]), state: t(`jobs.states.${state}`) })} />
        ))}
      </div>
      {h.last_error ? (
        <span className={admin.second} title={h.last_error}>
          <span className={classes.clip}>{h.last_error}</span>
        </span>
      ) : null}
    </div>
  );
}

function Pace({ handler: h }: { handler: HandlerState }) {
  const { t } = useTranslation("admin");
  return (
    <>
      <span className={`lh-number ${classes.whole}`}>{t("jobs.pace", { done: formatCount(h.done_in_an_hour) })}</span>
      {h.failed_in_an_hour > 0 ? <span className={`${admin.second} ${classes.whole}`}>{t("jobs.pace_failed", { failed: formatCount(h.failed_in_an_hour) })}</span> : null}
    </>
  );
}

function Spans({ of }: { of?: { p50_seconds: number; p99_seconds: number } }) {
  const { t } = useTranslation("admin");
  if (!of) return <Unknown />;
  return (
    <>
      <span className="lh-number">{briefSpan(of.p50_seconds)}</span>
      <span className={`${admin.second} ${classes.whole}`}>{t("jobs.p99", { span: briefSpan(of.p99_seconds) })}</span>
    </>
  );
}

function Acts({ handler: h }: { handler: HandlerState }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const run = (what: Promise<void>) => {
    setBusy(true);
    void what.finally(() => setBusy(false));
  };
  return (
    <div className={classes.buttons}>
      {h.open.dead > 0 && can("jobs.delivery.retry") ? (
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => run(act.retryAlike(h.handler))} aria-label={t("jobs.retry_all_of", { work: handlerWord(h.handler) })}>
          {t("jobs.retry_all")}
        </Button>
      ) : null}
      {can("jobs.handler.pause") ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={() => run(h.pause ? act.resume(h.handler) : act.pause(h.handler))}
          aria-label={t(h.pause ? "jobs.resume_it" : "jobs.pause_it", { work: handlerWord(h.handler) })}
        >
          {t(h.pause ? "jobs.resume" : "jobs.pause")}
        </Button>
      ) : null}
    </div>
  );
}
