import { IconBan, IconClipboardList, IconRefresh } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { Decisions } from "./Decisions";
import { jobStates, jobTones } from "./states";
import { StateTiles } from "./StateTiles";
import type { Delivery } from "./types";
import { useAct } from "./useAct";
import { useHandlers } from "./useJobs";
import { behalfWord, handlerWord } from "./words";
import { WorkPanel } from "./WorkPanel";

const lanes = ["event", "job", "long", "outside"] as const;

/** Open work, by state and kind; a row opens what helps to decide about it. */
export function WorkList() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const act = useAct();
  const handlers = useHandlers();
  const known = useMemo(() => handlers.data?.items ?? [], [handlers.data]);
  const columns = useMemo<GridColumn<Delivery>[]>(
    () => [
      {
        key: "handler",
        label: t("jobs.work"),
        kind: "choice",
        options: known.map((h) => ({ value: h.handler, label: handlerWord(h.handler) })),
        filter: true,
        width: 250,
        card: true,
        cell: (d) => <span title={d.about}>{handlerWord(d.handler)}</span>,
      },
      {
        key: "state",
        label: t("people.state"),
        kind: "status",
        options: jobStates.map((value) => ({ value, label: t(`jobs.states.${value}`) })),
        filter: true,
        width: 140,
        card: true,
        cell: (d) => <StatusBadge kind="jobs.delivery" state={d.state} tone={jobTones[d.state]} label={t(`jobs.states.${d.state}`)} />,
      },
      { key: "on_behalf_of", label: t("jobs.behalf"), value: (d) => behalfWord(d.on_behalf_of), width: 170 },
      { key: "failures", label: t("jobs.failures"), kind: "number", value: (d) => d.failures, cell: (d) => t("jobs.failed_of", { count: d.failures, max: d.max_failures }), width: 90, card: true },
      { key: "last_error", label: t("jobs.last_error"), width: 300, card: true },
      { key: "due_at", label: t("jobs.due"), kind: "instant", cell: (d) => (d.state === "dead" ? <Unknown /> : <DateText value={d.due_at} relative />), sort: true, filter: true, width: 140 },
      { key: "order_key", label: t("jobs.order_key"), kind: "code", filter: true, hidden: true, width: 170 },
      { key: "created_at", label: t("jobs.since"), kind: "instant", relative: true, sort: true, filter: true, width: 140 },
      { key: "lane", label: t("jobs.lane"), kind: "choice", options: lanes.map((value) => ({ value, label: t(`jobs.lanes.${value}`) })), filter: true, hidden: true },
      { key: "type", label: t("jobs.type"), kind: "code", hidden: true },
    ],
    [t, known],
  );
  const actions: RowAction<Delivery>[] = [
    {
      id: "retry",
      label: t("jobs.retry"),
      icon: <IconRefresh size={16} stroke={1.75} />,
      hidden: () => !can("jobs.delivery.retry"),
      disabled: (d) => (d.state === "dead" ? undefined : t("jobs.retry_only_dead")),
      run: (d) => act.retry(d.key),
    },
    {
      id: "cancel",
      label: t("jobs.cancel"),
      icon: <IconBan size={16} stroke={1.75} />,
      danger: true,
      hidden: () => !can("jobs.delivery.cancel"),
      disabled: (d) => (d.cancelled ? t("jobs.is_cancelled") : undefined),
      run: (d) => act.cancel(d.key),
    },
  ];
  return (
    <>
      <Decisions />
      <StateTiles handlers={known} />
      <DataGrid<Delivery>
        name="jobs.deliveries"
        label={t("jobs.tabs.work")}
        endpoint="/jobs/deliveries"
        columns={columns}
        rowId={(d) => d.key}
        actions={actions}
        searchable={false}
        exportable={false}
        preview={(d) => ({ title: handlerWord(d.handler), body: <WorkPanel key={d.key} of={d.key} /> })}
        empty={<EmptyBlock icon={IconClipboardList} title={t("jobs.none")} text={t("jobs.none_text")} />}
      />
    </>
  );
}
