import { Button, Switch } from "@mantine/core";
import { IconLayoutKanban, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { useCustomColumns } from "@/ui/custom/useCustomList";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan, useReach } from "@/ui/session";
import { filterField } from "@/ui/grid/columns";
import { GridSkeleton } from "@/ui/grid/GridStates";
import { SidePanel } from "@/ui/SidePanel";
import { LayoutSwitch } from "@/ui/views/LayoutSwitch";
import { useListView } from "@/ui/views/useListView";
import { accountOfNew } from "../shared/newFor";
import type { Deal } from "../wire";
import { DealBoard } from "./DealBoard";
import { DealForm } from "./DealForm";
import { DealList, dealLayouts } from "./DealList";
import { covers } from "./margin";
import { usePipelines } from "./pipelines";
import { useDealColumns } from "./useDealColumns";

/** Deals as a board or as a list, over the same filter. */
export function DealsScreen() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const [params, set] = useParams();
  // The form comes with its stages, so that its first field can take the focus.
  const pipelines = usePipelines();
  const typed = useDealColumns(params["scope"] === "own");
  const own = useCustomColumns<Deal>("crm.deal");
  const columns = useMemo(() => [...typed, ...own.columns], [typed, own.columns]);
  const fields = useMemo(() => new Set(columns.map(filterField).filter((f) => f !== undefined)), [columns]);
  const shown = useListView("crm.deals", fields);
  const list = (shown.params["layout"] ?? "board") !== "board";
  const mine = list && shown.params["scope"] === "own";
  const reads = useReach("crm.deal.read");
  const margins = useReach("crm.deal#margin.read");
  // Margins of own deals alone sort a list of own deals alone.
  const narrows = mine || (margins !== undefined && !covers(margins, reads));
  const close = () => set({ new: undefined });
  const view = <LayoutSwitch value="board" layouts={dealLayouts} onChange={(next) => shown.set({ layout: next === "board" ? undefined : next, sort: undefined, scope: undefined, open: undefined }, { push: true })} />;
  const tools = (
    <>
      {narrows ? <Switch size="sm" label={t("deal.own")} checked={mine} onChange={(event) => shown.set({ scope: event.currentTarget.checked ? "own" : undefined, sort: undefined }, { push: true })} /> : null}
    </>
  );
  const create = () => set({ new: "1" });
  return (
    <Screen>
      <PageHeader
        title={t("deal.title")}
        icon={IconLayoutKanban}
        actions={
          can("crm.deal.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={create}>
              {t("deal.new")}
            </Button>
          ) : null
        }
      />
      {own.ready ? null : <GridSkeleton rowHeight={44} />}
      {!own.ready ? null : list ? <DealList columns={columns} own={mine} tools={tools} onCreate={create} /> : <DealBoard columns={columns} tools={view} onCreate={create} />}
      <SidePanel opened={Boolean(params["new"]) && !pipelines.isPending} onClose={close} title={t("deal.new")}>
        <DealForm account={accountOfNew(params["new"])} pipeline={params["pipeline_id"]} onDone={close} />
      </SidePanel>
    </Screen>
  );
}
