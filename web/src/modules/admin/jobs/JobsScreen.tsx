import { SegmentedControl, UnstyledButton } from "@mantine/core";
import { IconBan, IconClipboardList, IconRefresh } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useParams } from "@/ui/address";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Notice } from "@/ui/Notice";
import { formatCount } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone } from "@/ui/UndoToast";
import classes from "../shared/admin.module.css";
import { DeliveryPanel } from "./DeliveryPanel";
import { Handlers } from "./Handlers";
import { jobStates, jobTones } from "./states";
import { handlerWord, spanWord } from "./words";

export type Delivery = Schema<"JobsDelivery">;
export type HandlerCount = Schema<"JobsCount">;

/** Work that the house does in the background: how it is, what waits, what failed and why. */
export function JobsScreen() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const handlers = useGet<{ items?: HandlerCount[] | null }>("/jobs/handlers", undefined, { refetchInterval: 10_000 });
  const counts = useMemo(() => handlers.data?.items ?? [], [handlers.data]);
  const view = params["view"] === "handlers" ? "handlers" : "work";
  const names = useMemo(() => [...new Set(counts.map((c) => c.handler))].sort().map((value) => ({ value, label: handlerWord(value) })), [counts]);
  const states = useMemo(() => jobStates.map((value) => ({ value, label: t(`jobs.states.${value}`) })), [t]);
  const columns = useMemo<GridColumn<Delivery>[]>(
    () => [
      {
        key: "handler",
        label: t("jobs.work"),
        kind: "choice",
        options: names,
        filter: true,
        width: 280,
        card: true,
        cell: (d) => handlerWord(d.handler),
      },
      {
        key: "state",
        label: t("people.state"),
        kind: "status",
        options: states,
        filter: true,
        width: 150,
        card: true,
        cell: (d) => <StatusBadge kind="jobs.delivery" state={d.state} tone={jobTones[d.state]} label={t(`jobs.states.${d.state}`)} />,
      },
      { key: "failures", label: t("jobs.failures"), kind: "number", value: (d) => d.failures, cell: (d) => t("jobs.failed_of", { count: d.failures, max: d.max_failures }), width: 110, card: true },
      { key: "last_error", label: t("jobs.last_error"), width: 320, card: true },
      { key: "due_at", label: t("jobs.due"), kind: "instant", relative: true, sort: true, filter: true, width: 140 },
      { key: "created_at", label: t("jobs.since"), kind: "instant", relative: true, sort: true, filter: true, width: 140 },
      { key: "type", label: t("jobs.type"), kind: "code", hidden: true },
      { key: "order_key", label: t("jobs.order_key"), kind: "code", hidden: true },
    ],
    [t, names, states],
  );
  const act = (verb: "retry" | "cancel") => async (d: Delivery) => {
    await api.post(`/jobs/deliveries/${d.key}/${verb}`);
    showDone(t(verb === "retry" ? "jobs.retried" : "jobs.cancelled"));
    await refresh("/jobs");
  };
  const actions: RowAction<Delivery>[] = [
    {
      id: "retry",
      label: t("jobs.retry"),
      icon: <IconRefresh size={16} stroke={1.75} />,
      hidden: () => !can("jobs.delivery.retry"),
      disabled: (d) => (d.state === "dead" ? undefined : t("jobs.retry_only_dead")),
      run: act("retry"),
    },
    {
      id: "cancel",
      label: t("jobs.cancel"),
      icon: <IconBan size={16} stroke={1.75} />,
      danger: true,
      hidden: () => !can("jobs.delivery.cancel"),
      disabled: (d) => (d.cancelled ? t("jobs.is_cancelled") : undefined),
      run: act("cancel"),
    },
  ];
  const tools = (
    <SegmentedControl
      size="xs"
      aria-label={t("jobs.shown")}
      value={view}
      onChange={(next) => set({ view: next === "work" ? undefined : next, open: undefined })}
      data={[
        { value: "work", label: t("jobs.by_work") },
        { value: "handlers", label: t("jobs.by_handler") },
      ]}
    />
  );
  return (
    <Screen>
      <PageHeader title={t("jobs.title")} icon={IconClipboardList} />
      <Health counts={counts} known={handlers.isSuccess} />
      <div className={classes.tiles} role="group" aria-label={t("jobs.by_state")}>
        {jobStates.map((state) => {
          const n = sumOf(counts, state);
          return (
            <UnstyledButton
              key={state}
              className={classes.tile}
              aria-pressed={view === "work" && params["state"] === state}
              onClick={() => set({ view: undefined, open: undefined, state: params["state"] === state ? undefined : state })}
            >
              <strong>{formatCount(n)}</strong>
              <StatusBadge kind="jobs.delivery" state={state} tone={n > 0 ? jobTones[state] : "neutral"} label={t(`jobs.states.${state}`)} />
            </UnstyledButton>
          );
        })}
      </div>
      {view === "work" ? (
        <DataGrid<Delivery>
          name="jobs.deliveries"
          label={t("jobs.title")}
          endpoint="/jobs/deliveries"
          columns={columns}
          rowId={(d) => d.key}
          actions={actions}
          searchable={false}
          exportable={false}
          tools={tools}
          preview={(d) => ({ title: handlerWord(d.handler), body: <DeliveryPanel delivery={d} onAct={act} /> })}
          empty={<EmptyBlock icon={IconClipboardList} title={t("jobs.none")} text={t("jobs.none_text")} />}
        />
      ) : (
        <div className={classes.page}>
          <div>{tools}</div>
          <Handlers counts={counts} onOpen={(handler) => set({ view: undefined, handler, state: undefined })} />
        </div>
      )}
    </Screen>
  );
}

function sumOf(counts: HandlerCount[], state: string): number {
  return counts.filter((c) => c.state === state).reduce((sum, c) => sum + c.count, 0);
}

/** One line that says whether anybody has to do something. */
function Health({ counts, known }: { counts: HandlerCount[]; known: boolean }) {
  const { t } = useTranslation("admin");
  if (!known) return null;
  const dead = sumOf(counts, "dead");
  const oldest = Math.max(0, ...counts.map((c) => c.oldest_ready_seconds));
  const late = oldest > 60;
  const tone = dead > 0 ? "danger" : late ? "warning" : "success";
  const words = dead > 0 ? t("jobs.health.dead", { count: dead, shown: formatCount(dead) }) : late ? t("jobs.health.late", { span: spanWord(oldest) }) : t("jobs.health.good");
  return (
    <div className={classes.health}>
      <Notice tone={tone}>{words}</Notice>
    </div>
  );
}
