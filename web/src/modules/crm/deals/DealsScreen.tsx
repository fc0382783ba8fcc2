import { Button, SegmentedControl, Switch, VisuallyHidden } from "@mantine/core";
import { IconLayoutKanban, IconList, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan, useReach } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { accountOfNew } from "../shared/newFor";
import { DealBoard } from "./DealBoard";
import { DealForm } from "./DealForm";
import { DealList } from "./DealList";
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
  const list = params["board"] === "list";
  const own = list && params["scope"] === "own";
  const columns = useDealColumns(own);
  const reads = useReach("crm.deal.read");
  const margins = useReach("crm.deal#margin.read");
  // Margins of own deals alone sort a list of own deals alone.
  const narrows = own || (margins !== undefined && !covers(margins, reads));
  const close = () => set({ new: undefined });
  const view = (
    <SegmentedControl
      size="xs"
      value={list ? "list" : "board"}
      aria-label={t("deal.view")}
      onChange={(next) => set({ board: next === "list" ? "list" : undefined, sort: undefined, scope: undefined, open: undefined }, { push: true })}
      data={[
        { value: "board", label: <Shown icon={IconLayoutKanban} label={t("deal.board")} /> },
        { value: "list", label: <Shown icon={IconList} label={t("deal.list")} /> },
      ]}
    />
  );
  const tools = (
    <>
      {narrows ? <Switch size="sm" label={t("deal.own")} checked={own} onChange={(event) => set({ scope: event.currentTarget.checked ? "own" : undefined, sort: undefined }, { push: true })} /> : null}
      {view}
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
      {list ? <DealList columns={columns} own={own} tools={tools} onCreate={create} /> : <DealBoard columns={columns} tools={view} onCreate={create} />}
      <SidePanel opened={Boolean(params["new"]) && !pipelines.isPending} onClose={close} title={t("deal.new")}>
        <DealForm account={accountOfNew(params["new"])} pipeline={params["pipeline_id"]} onDone={close} />
      </SidePanel>
    </Screen>
  );
}

function Shown({ icon: Mark, label }: { icon: typeof IconList; label: string }) {
  return (
    <span style={{ display: "flex", alignItems: "center" }} title={label}>
      <Mark size={16} stroke={1.75} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
