import { Button, Group } from "@mantine/core";
import { IconFlag, IconPlayerPause, IconTargetArrow, IconTrash, IconUpload, IconX } from "@tabler/icons-react";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { MoveCancelled } from "@/ui/Board";
import { DataGrid, type GridColumn, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { useCan } from "@/ui/session";
import type { Layout } from "@/ui/views/state";
import { offerUndo } from "../shared/undo";
import { flat, written, type Deal, type Stage } from "../wire";
import { DealDetail } from "./DealPage";
import { dealFields } from "./fields";
import { firstOf, usePipelines } from "./pipelines";
import { useDealMoves } from "./useDealMoves";

/** The board of a pipeline comes first; the others are the kit's. */
export const dealLayouts: Layout[] = ["board", "list", "calendar", "chart"];

interface DealListProps {
  columns: GridColumn<Deal>[];
  /** The reader's own deals alone. */
  own: boolean;
  tools: ReactNode;
  onCreate: () => void;
}

/** Deals as rows: decided ones too. */
export function DealList({ columns, own, tools, onCreate }: DealListProps) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const moves = useDealMoves();
  const pipelines = usePipelines().data?.items ?? [];
  const to = (category: Stage["category"]) => async (deal: Deal) => {
    const pipeline = pipelines.find((p) => p.id === deal.pipeline_id);
    const stage = pipeline && firstOf(pipeline, category);
    if (stage) await moves.move(deal, stage).catch(unlessCancelled);
  };
  const closed = (deal: Deal) => deal.status === "won" || deal.status === "lost";
  const edit = useMemo<GridEdit<Deal>>(
    () => ({
      entity: "crm.deal", fields: dealFields(t, { assign: can("crm.deal.assign") && can("identity.user.read"), cost: can("crm.deal#margin.update") }),
      // The cost is a bare number in the deal's own currency.
      read: (d) => ({ ...flat(d), cost: d.cost ? { amount: d.cost, currency: d.amount.currency } : undefined }) as unknown as Deal & Record<string, unknown>,
      write: written, away: "delete", owner: "owner_id", title: (d) => d.name,
    }),
    [t, can],
  );
  const actions: RowAction<Deal>[] = [
    { id: "win", label: t("deal.win"), icon: <IconFlag size={16} stroke={1.75} />, hidden: (d) => closed(d) || !can("crm.deal.win"), run: to("won") },
    { id: "lose", label: t("deal.lose"), icon: <IconX size={16} stroke={1.75} />, hidden: (d) => closed(d) || !can("crm.deal.lose"), run: to("lost") },
    { id: "hold", label: t("deal.hold"), icon: <IconPlayerPause size={16} stroke={1.75} />, hidden: (d) => d.status !== "open" || !can("crm.deal.update"), run: to("hold") },
    {
      id: "delete", label: t("delete"), icon: <IconTrash size={16} stroke={1.75} />, danger: true, hidden: () => !can("crm.deal.delete"),
      run: async (d) => {
        await api.delete(`/crm/deals/${d.id}`, d.version);
        offerUndo(t("deal.deleted", { name: d.name }), () => refresh("/crm/deals"));
        await refresh("/crm/deals");
      },
    },
  ];
  return (
    <>
      <DataGrid<Deal>
        name="crm.deals"
        label={t("deal.title")}
        endpoint="/crm/deals"
        entity="crm.deal"
        columns={columns}
                defaultSort="-created_at"
        arrange
        layouts={dealLayouts}
        standardLayout="board"
        tools={tools}
        href={(d) => `/crm/deals/${d.id}`}
        preview={(d) => ({ title: d.name, body: <DealDetail id={d.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("crm.deal.export")}
        empty={
          <EmptyBlock
            icon={IconTargetArrow}
            title={own ? t("deal.none_own") : t("deal.none")}
            text={t("deal.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.deal.create") ? <Button onClick={onCreate}>{t("deal.new")}</Button> : null}
                {can("crm.deal.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.deals")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      {moves.dialog}
    </>
  );
}

/** A move that the person took back is no failure. */
export function unlessCancelled(cause: unknown): void {
  if (!(cause instanceof MoveCancelled)) throw cause;
}
