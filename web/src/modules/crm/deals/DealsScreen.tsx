import { Button, SegmentedControl, VisuallyHidden } from "@mantine/core";
import { IconLayoutKanban, IconList, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { accountOfNew } from "../shared/newFor";
import { DealBoard } from "./DealBoard";
import { DealForm } from "./DealForm";
import { DealList } from "./DealList";
import { usePipelines } from "./pipelines";
import { useDealColumns } from "./useDealColumns";

/** Deals as a board or as a list, over the same filter. */
export function DealsScreen() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const [params, set] = useParams();
  const columns = useDealColumns();
  // The form comes with its stages, so that its first field can take the focus.
  const pipelines = usePipelines();
  const list = params["board"] === "list";
  const close = () => set({ new: undefined });
  const view = (
    <SegmentedControl
      size="xs"
      value={list ? "list" : "board"}
      aria-label={t("deal.view")}
      onChange={(next) => set({ board: next === "list" ? "list" : undefined, sort: undefined, open: undefined }, { push: true })}
      data={[
        { value: "board", label: <Shown icon={IconLayoutKanban} label={t("deal.board")} /> },
        { value: "list", label: <Shown icon={IconList} label={t("deal.list")} /> },
      ]}
    />
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
      {list ? <DealList columns={columns} tools={view} onCreate={create} /> : <DealBoard columns={columns} tools={view} onCreate={create} />}
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
