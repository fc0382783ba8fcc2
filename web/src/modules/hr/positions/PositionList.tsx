import { Button } from "@mantine/core";
import { IconId, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { unitSource } from "../sources";
import type { Position } from "../wire";
import { PositionForm, positionStates } from "./PositionForm";
import { PositionDetail, stateTone } from "./PositionPage";

/** Positions: what there is to do, and how many do it of how many should. */
export function PositionList() {
  const { t } = useTranslation("hr");
  const can = useCan();
  const [params, set] = useParams();
  const columns = useMemo<GridColumn<Position>[]>(
    () => [
      { key: "title", label: t("position.name"), sort: true, filter: true, width: 280 },
      { key: "unit_id", label: t("job.unit"), kind: "ref", entity: "hr.unit", value: (p) => p.unit.id, labelField: "unit.name", filter: true, picker: unitSource, exportAs: "unit.name", width: 200, card: true },
      { key: "grade", label: t("position.grade"), width: 110 },
      {
        key: "filled", label: t("position.filled"), kind: "number", width: 120, exportAs: ["filled", "headcount"], card: true,
        cell: (p) => <span className="lh-number">{t("position.filled_of", { filled: p.filled, of: p.headcount })}</span>,
      },
      {
        key: "status", label: t("position.status"), kind: "status", status: "hr.position", filter: true, width: 120, card: true,
        options: positionStates.map((value) => ({ value, label: t(`position.state.${value}`) })),
        cell: (p) => <StatusBadge kind="hr.position" state={p.status} label={t(`position.state.${p.status}`)} tone={stateTone(p)} />,
      },
    ],
    [t],
  );
  const create = can("hr.position.create");
  const close = () => set({ new: undefined, unit: undefined });
  return (
    <Screen>
      <PageHeader
        title={t("position.title")}
        icon={IconId}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("position.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Position>
        name="hr.positions"
        label={t("position.title")}
        endpoint="/hr/positions"
        entity="hr.position"
        columns={columns}
        defaultSort="title"
        href={(p) => `/hr/positions/${p.id}`}
        preview={(p) => ({ title: p.title, body: <PositionDetail id={p.id} /> })}
        exportable={can("hr.position.export")}
        empty={
          <EmptyBlock
            icon={IconId}
            title={t("position.none")}
            text={t("position.none_text")}
            action={create ? <Button onClick={() => set({ new: "1" })}>{t("position.new")}</Button> : null}
          />
        }
      />
      <SidePanel opened={params["new"] === "1"} onClose={close} title={t("position.new")}>
        <PositionForm unit={params["unit"]} onDone={close} />
      </SidePanel>
    </Screen>
  );
}
