import { Button, Select, Tooltip } from "@mantine/core";
import { IconFlag, IconPlayerPause, IconX } from "@tabler/icons-react";
import { useMemo, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGet, useRefresh } from "@/api/query";
import { useLive } from "@/api/live";
import { useParams } from "@/ui/address";
import { Board, type BoardColumn, type BoardZone } from "@/ui/Board";
import { GoneFields } from "@/ui/custom/GoneFields";
import type { GridColumn } from "@/ui/DataGrid";
import { sum } from "@/ui/decimal";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { FilterBar } from "@/ui/grid/FilterBar";
import { GridSkeleton } from "@/ui/grid/GridStates";
import { useGridState } from "@/ui/grid/useGridState";
import { Money } from "@/ui/Money";
import { formatCount, formatMoney } from "@/ui/number";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { ViewBar } from "@/ui/views/ViewBar";
import type { Board as BoardTotals, Deal, Pipeline } from "../wire";
import { DealCard } from "./DealCard";
import { DealDetail } from "./DealPage";
import classes from "./deals.module.css";
import { rightFor } from "./moves";
import { activeStages, pickPipeline, usePipelines } from "./pipelines";
import { useDealMoves } from "./useDealMoves";

interface DealBoardProps {
  columns: GridColumn<Deal>[];
  tools: ReactNode;
  onCreate: () => void;
}

const zoneIcons = { won: IconFlag, lost: IconX, hold: IconPlayerPause, open: IconFlag };
const tones = { open: "info", hold: "warning", won: "success", lost: "danger" } as const;
// A column is the stage already, and the board shows one pipeline at a time.
const ofBoard = new Set(["stage_id", "status", "pipeline_id"]);

/** A pipeline as columns of cards. What is decided leaves the board by the zones at its foot. */
export function DealBoard(props: DealBoardProps) {
  const { t } = useTranslation("crm");
  const pipelines = usePipelines();
  const [params] = useParams();
  if (pipelines.isPending) return <GridSkeleton rowHeight={44} />;
  if (pipelines.isError) return <ErrorBlock error={pipelines.error} retry={() => void pipelines.refetch()} />;
  const all = pipelines.data.items ?? [];
  const pipeline = pickPipeline(all, params["pipeline_id"]);
  if (!pipeline) return <EmptyBlock title={t("deal.no_pipeline")} />;
  return <PipelineBoard {...props} pipeline={pipeline} all={all} />;
}

function PipelineBoard({ columns: listColumns, tools, onCreate, pipeline, all }: DealBoardProps & { pipeline: Pipeline; all: Pipeline[] }) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const refresh = useRefresh();
  const moves = useDealMoves();
  const search = useRef<HTMLInputElement>(null);
  const filterable = useMemo(() => listColumns.filter((c) => !ofBoard.has(c.key)), [listColumns]);
  const state = useGridState("crm.deals.board", filterable, undefined, { list: "crm.deals", all: listColumns });
  const { sort: _sort, ...conditions } = state.query;
  const totals = useGet<BoardTotals>("/crm/deals/board", { ...conditions, pipeline_id: pipeline.id });
  // A card on its way is where the person put it: what is read meanwhile must not put it back.
  const moving = useRef(0);
  useLive("changed", (event) => {
    if (event.entity === "crm.deal" && moving.current === 0) void refresh("/crm/deals");
  });
  const move = async (deal: Deal, to: string) => {
    const stage = stages.find((s) => s.id === to);
    if (!stage) return undefined;
    moving.current += 1;
    try {
      return await moves.move(deal, stage);
    } finally {
      moving.current -= 1;
    }
  };

  const stages = activeStages(pipeline);
  const onBoard = stages.filter((s) => s.category === "open" || s.category === "hold");
  const zones: BoardZone[] = stages
    .filter((s) => (s.category === "won" || s.category === "lost") && can(rightFor(s)))
    .map((s) => {
      const Mark = zoneIcons[s.category];
      return { id: s.id, label: s.name, tone: tones[s.category], icon: <Mark size={18} stroke={1.75} aria-hidden /> };
    });
  const currency = totals.data?.currency ?? "EUR";
  const columnOf = (id: string) => totals.data?.columns?.find((c) => c.stage.id === id);
  const columns: BoardColumn[] = onBoard.map((stage) => {
    const total = columnOf(stage.id);
    return {
      id: stage.id,
      label: stage.name,
      tone: tones[stage.category],
      count: total?.count,
      total: total ? (
        <Tooltip label={t("deal.weighted_is", { amount: formatMoney({ amount: total.weighted, currency }), percent: stage.probability })}>
          <span>
            <Money value={{ amount: total.amount, currency }} />
          </span>
        </Tooltip>
      ) : undefined,
    };
  });
  const open = (totals.data?.columns ?? []).filter((c) => c.stage.category === "open");
  const count = open.reduce((n, c) => n + c.count, 0);
  const other = open.reduce((n, c) => n + c.other_currencies, 0);
  const opened = state.params["open"];

  return (
    <>
      <ViewBar list="crm.deals" label={t("deal.title")} view={state.view} fields={state.fields} columns={listColumns} widths={state.widths} />
      <div className={classes.boardBar}>
        {tools}
        {all.filter((p) => p.active).length > 1 ? (
          <Select
            size="xs"
            w={180}
            aria-label={t("deal.pipeline")}
            allowDeselect={false}
            value={pipeline.id}
            data={all.filter((p) => p.active).map((p) => ({ value: p.id, label: p.name }))}
            onChange={(id) => state.set({ pipeline_id: id ?? undefined })}
          />
        ) : null}
        <div className={classes.boardFilters}>
          <FilterBar state={state} columns={filterable} searchRef={search} searchable endpoint="/crm/deals" query={{ pipeline_id: pipeline.id }} />
        </div>
        {totals.data ? (
          <div className={classes.summary} role="status">
            {t("deal.summary", { count, shown: formatCount(count) })} <b>{formatMoney({ amount: sum(open.map((c) => c.amount)), currency })}</b>{" "}
            {t("deal.summary_weighted", { amount: formatMoney({ amount: sum(open.map((c) => c.weighted)), currency }) })}
            {other > 0 ? ` · ${t("deal.other_currencies", { count: other })}` : ""}
          </div>
        ) : null}
      </div>
      {state.gone.length > 0 ? <GoneFields entity="crm.deal" state={state} /> : null}
      {totals.isError ? <ErrorBlock error={totals.error} retry={() => void totals.refetch()} /> : null}
      {totals.data && !state.filtered && totals.data.columns?.every((c) => c.count === 0) ? (
        <EmptyBlock title={t("deal.none")} text={t("deal.none_text")} action={can("crm.deal.create") ? <Button onClick={onCreate}>{t("deal.new")}</Button> : null} />
      ) : (
        <Board<Deal>
          label={t("deal.board_of", { pipeline: pipeline.name })}
          endpoint="/crm/deals"
          query={{ ...conditions, pipeline_id: pipeline.id, sort: "expected_close" }}
          columnField="stage_id"
          columns={columns}
          zones={zones}
          cardLabel={(deal) => [deal.name, deal.account?.name, formatMoney(deal.amount)].filter(Boolean).join(", ")}
          card={(deal) => <DealCard deal={deal} />}
          movable={can("crm.deal.update")}
          onOpen={(deal) => state.set({ open: deal.id })}
          move={move}
        />
      )}
      {moves.dialog}
      <SidePanel opened={Boolean(opened)} onClose={() => state.set({ open: undefined })} title={t("deal.one")} page={opened ? `/crm/deals/${opened}` : undefined} size="lg">
        {opened ? <DealDetail id={opened} /> : null}
      </SidePanel>
    </>
  );
}
