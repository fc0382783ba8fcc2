import { Button, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { DateText } from "@/ui/DateText";
import { formatInstant } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { showDone, showFailed } from "@/ui/UndoToast";
import admin from "../shared/admin.module.css";
import classes from "./jobs.module.css";
import { MoveSchedule } from "./MoveSchedule";
import type { ScheduleState } from "./types";
import { useAct } from "./useAct";
import { handlerWord } from "./words";

/** What runs by the clock: when it did and will, and how it catches up. It can be run, moved and paused here. */
export function ScheduleList() {
  const { t } = useTranslation("admin");
  const schedules = useGet<{ items: ScheduleState[] }>("/jobs/schedules", undefined, { keep: true });
  const [moving, setMoving] = useState<string | null>(null);
  if (schedules.isPending) return <RecordSkeleton />;
  if (schedules.isError) return <ErrorBlock error={schedules.error} retry={() => void schedules.refetch()} />;
  if (schedules.data.items.length === 0) return <EmptyBlock icon={IconClock} title={t("jobs.schedule.none")} text={t("jobs.schedule.none_text")} />;
  const columns: RowColumn<ScheduleState>[] = [
    {
      key: "name",
      label: t("jobs.work"),
      width: "30%",
      cell: (s) => (
        <>
          {handlerWord(s.name)}
          <span className={admin.second}>{s.known ? s.about : t("jobs.no_handler")}</span>
        </>
      ),
    },
    {
      key: "when",
      label: t("jobs.schedule.when"),
      cell: (s) => (
        <>
          {s.words}
          <span className={admin.second}>{s.spec === s.declared ? s.zone : t("jobs.schedule.moved", { zone: s.zone })}</span>
        </>
      ),
    },
    { key: "next", label: t("jobs.schedule.next"), cell: (s) => <Next schedule={s} /> },
    { key: "last", label: t("jobs.schedule.last"), cell: (s) => (s.last_at ? <DateText value={s.last_at} relative /> : <Unknown />) },
    { key: "misfire", label: t("jobs.schedule.misfire"), cell: (s) => t(`jobs.schedule.misfires.${s.misfire}`) },
    { key: "act", label: t("jobs.act"), width: 280, cell: (s) => <Acts schedule={s} onMove={() => setMoving(s.name)} /> },
  ];
  const moved = schedules.data.items.find((s) => s.name === moving);
  return (
    <>
      <Rows label={t("jobs.tabs.schedules")} rows={schedules.data.items} rowKey={(s) => s.name} columns={columns} faded={(s) => s.paused} />
      {moved ? <MoveSchedule schedule={moved} onClose={() => setMoving(null)} /> : null}
    </>
  );
}

function Next({ schedule: s }: { schedule: ScheduleState }) {
  const { t } = useTranslation("admin");
  if (s.paused) return <StatusBadge kind="jobs.schedule" state="paused" tone="warning" label={t("jobs.states.paused")} />;
  const [first, ...later] = s.next;
  return (
    <div className={classes.runs}>
      <DateText value={first} />
      {later.map((at) => (
        <Text key={at} span className={classes.later}>
          {formatInstant(at)}
        </Text>
      ))}
    </div>
  );
}

function Acts({ schedule: s, onMove }: { schedule: ScheduleState; onMove: () => void }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const act = useAct();
  const refresh = useRefresh();
  const [busy, setBusy] = useState("");
  const named = { work: handlerWord(s.name) };
  const run = (name: string, what: Promise<unknown>) => {
    setBusy(name);
    void what.finally(() => setBusy(""));
  };
  const pause = async () => {
    try {
      await api.patch(`/jobs/schedules/${s.name}`, { paused: !s.paused }, s.version);
      showDone(t(s.paused ? "jobs.schedule.resumed" : "jobs.schedule.paused"));
    } catch (cause) {
      showFailed(cause);
    } finally {
      await refresh("/jobs");
    }
  };
  return (
    <div className={classes.buttons}>
      {s.known && can("jobs.schedule.run") ? (
        <Button size="compact-sm" variant="default" loading={busy === "run"} onClick={() => run("run", act.run(s.name))} aria-label={t("jobs.schedule.run_it", named)}>
          {t("jobs.schedule.run")}
        </Button>
      ) : null}
      {can("jobs.schedule.update") ? (
        <>
          <Button size="compact-sm" variant="default" onClick={onMove} aria-label={t("jobs.schedule.move_it", named)}>
            {t("jobs.schedule.move")}
          </Button>
          <Button size="compact-sm" variant="default" loading={busy === "pause"} onClick={() => run("pause", pause())} aria-label={t(s.paused ? "jobs.resume_it" : "jobs.pause_it", named)}>
            {t(s.paused ? "jobs.resume" : "jobs.pause")}
          </Button>
        </>
      ) : null}
    </div>
  );
}
