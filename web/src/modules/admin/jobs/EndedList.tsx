import { IconClipboardCheck } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { StatusBadge } from "@/ui/StatusBadge";
import { outcomes, outcomeTones } from "./states";
import type { Ended } from "./types";
import { useHandlers } from "./useJobs";
import { behalfWord, briefSpan, handlerWord } from "./words";
import { WorkPanel } from "./WorkPanel";

/** Work that is over, for thirty days, and how it ended. */
export function EndedList() {
  const { t } = useTranslation("admin");
  const handlers = useHandlers();
  const known = useMemo(() => handlers.data?.items ?? [], [handlers.data]);
  const columns = useMemo<GridColumn<Ended>[]>(
    () => [
      {
        key: "handler",
        label: t("jobs.work"),
        kind: "choice",
        options: known.map((h) => ({ value: h.handler, label: handlerWord(h.handler) })),
        filter: true,
        width: 260,
        card: true,
        cell: (e) => <span title={e.about}>{handlerWord(e.handler)}</span>,
      },
      {
        key: "outcome",
        label: t("jobs.outcome"),
        kind: "status",
        options: outcomes.map((value) => ({ value, label: t(`jobs.outcomes.${value}`) })),
        filter: true,
        width: 140,
        card: true,
        cell: (e) => <StatusBadge kind="jobs.outcome" state={e.outcome} tone={outcomeTones[e.outcome]} label={t(`jobs.outcomes.${e.outcome}`)} />,
      },
      { key: "finished_at", label: t("jobs.ended"), kind: "instant", sort: true, filter: true, width: 170, card: true },
      { key: "took", label: t("jobs.took"), kind: "number", value: tookSeconds, cell: (e) => (e.started_at ? briefSpan(tookSeconds(e)) : ""), width: 100 },
      { key: "on_behalf_of", label: t("jobs.behalf"), value: (e) => behalfWord(e.on_behalf_of), width: 170, card: true },
      { key: "failures", label: t("jobs.failures"), kind: "number", width: 90 },
      { key: "order_key", label: t("jobs.order_key"), kind: "code", filter: true, hidden: true, width: 170 },
      { key: "last_error", label: t("jobs.last_error"), hidden: true, width: 300 },
      { key: "type", label: t("jobs.type"), kind: "code", hidden: true },
    ],
    [t, known],
  );
  return (
    <DataGrid<Ended & { id?: string }>
      name="jobs.finished"
      label={t("jobs.tabs.ended")}
      endpoint="/jobs/finished"
      columns={columns}
      rowId={(e) => e.key}
      searchable={false}
      exportable={false}
      preview={(e) => ({ title: handlerWord(e.handler), body: <WorkPanel key={e.key} of={e.key} /> })}
      empty={<EmptyBlock icon={IconClipboardCheck} title={t("jobs.none_ended")} text={t("jobs.none_ended_text")} />}
    />
  );
}

function tookSeconds(e: Ended): number {
  return e.started_at ? (Date.parse(e.finished_at) - Date.parse(e.started_at)) / 1000 : 0;
}
