import { IconId, IconPencil, IconUserPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRecord } from "@/api/query";
import { useGo } from "@/ui/address";
import { EntityLink } from "@/ui/EntityLink";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Tone } from "@/ui/tokens";
import { Unknown } from "@/ui/Unknown";
import { PeopleOf } from "../units/UnitPage";
import type { Position } from "../wire";
import { PositionForm } from "./PositionForm";

/** How a position's state looks: an open one with a free seat is worth a glance. */
export function stateTone(position: Position): Tone {
  if (position.status === "open") return position.filled < position.headcount ? "info" : "success";
  return position.status === "filled" ? "success" : position.status === "frozen" ? "warning" : "neutral";
}

/** The page of a position. */
export function PositionPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <PositionDetail id={id} />;
}

/** A position with who holds it; as a page, or beside a list. */
export function PositionDetail({ id }: { id: string }) {
  const query = useRecord<Position>(`/hr/positions/${id}`, "hr.position");
  return <RecordState query={query}>{(position) => <PositionView position={position} />}</RecordState>;
}

function PositionView({ position }: { position: Position }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [editing, setEditing] = useState(false);
  const free = position.status === "open" && position.filled < position.headcount;
  const actions: RecordAction[] = [];
  if (free && can("hr.employee.create")) {
    actions.push({ id: "hire", label: t("hire.for"), icon: IconUserPlus, primary: true, run: () => go(`/hr/people?new=1&unit=${position.unit.id}&position=${position.id}`) });
  }
  if (can("hr.position.update")) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(true) });
  return (
    <>
      <RecordPage
        icon={IconId}
        title={position.title}
        subtitle={position.unit.name}
        status={<StatusBadge kind="hr.position" state={position.status} label={t(`position.state.${position.status}`)} tone={stateTone(position)} />}
        actions={actions}
        facts={[
          { label: t("job.unit"), value: <EntityLink entity="hr.unit" id={position.unit.id} label={position.unit.name} /> },
          { label: t("position.filled"), value: <span className="lh-number">{t("position.filled_of", { filled: position.filled, of: position.headcount })}</span> },
          { label: t("position.grade"), value: position.grade || <Unknown /> },
        ]}
        tabs={[{ id: "people", label: t("position.holders"), content: <PeopleOf filter={{ position_id: position.id }} /> }]}
        timeline={{ entity: "hr.position", id: position.id, refreshes: ["/hr/positions"] }}
        path={`/hr/positions/${position.id}`}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("position.edit")}>
        <PositionForm position={position} onDone={() => setEditing(false)} />
      </SidePanel>
    </>
  );
}
