import { IconArchive, IconBuildingCommunity, IconPencil, IconPlus, IconUserPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { EntityLink } from "@/ui/EntityLink";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { RelatedCard } from "@/ui/RelatedCard";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import classes from "../shared/shared.module.css";
import type { OrgUnit, Position } from "../wire";
import { UnitForm } from "./UnitForm";
import { PeopleOf } from "./PeopleOf";

/** The page of a unit: who works there, its positions and what is below it. */
export function UnitPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const query = useRecord<OrgUnit>(`/hr/units/${id}`, "hr.unit");
  return <RecordState query={query}>{(unit) => <UnitView unit={unit} />}</RecordState>;
}

function UnitView({ unit }: { unit: OrgUnit }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [editing, setEditing] = useState(false);
  const update = can("hr.unit.update") && !unit.archived;
  const actions: RecordAction[] = [];
  if (can("hr.employee.create") && !unit.archived) actions.push({ id: "hire", label: t("hire.into"), icon: IconUserPlus, primary: true, run: () => go(`/hr/people?new=1&unit=${unit.id}`) });
  if (update) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(true) });
  if (can("hr.unit.create") && !unit.archived) actions.push({ id: "below", label: t("unit.new_below"), icon: IconPlus, run: () => go(`/hr/units?new=${unit.id}`) });
  if (update) {
    actions.push({
      id: "archive", label: t("unit.archive"), icon: IconArchive,
      run: async () => {
        await api.post(`/hr/units/${unit.id}/archive`, undefined, { version: unit.version });
        await refresh("/hr", "/history");
      },
    });
  }
  return (
    <>
      <RecordPage
        icon={IconBuildingCommunity}
        title={unit.name}
        subtitle={unit.code ? <span className="lh-code">{unit.code}</span> : undefined}
        status={unit.archived ? <StatusBadge kind="hr.unit" state="archived" label={t("unit.archived")} /> : null}
        actions={actions}
        details={[
          { label: t("unit.parent"), value: <EntityLink entity="hr.unit" id={unit.parent?.id} label={unit.parent?.name} /> },
          { label: t("unit.manager"), value: <EntityLink entity="hr.employee" id={unit.manager?.id} label={unit.manager?.name} /> },
          { label: t("unit.headcount"), value: <span className="lh-number">{unit.headcount}</span>, to: `/hr/people?unit_id=${unit.id}` },
          { label: t("unit.code"), value: unit.code ? <span className="lh-code">{unit.code}</span> : <Unknown /> },
        ]}
        tabs={[{ id: "people", label: t("person.title"), content: <PeopleOf filter={{ unit_id: unit.id }} /> }]}
        related={
          <>
            <RelatedCard<Position>
              title={t("position.title")}
              endpoint="/hr/positions"
              query={{ unit_id: unit.id, sort: "title" }}
              all={`/hr/positions?unit_id=${unit.id}`}
              onAdd={can("hr.position.create") && !unit.archived ? () => go(`/hr/positions?new=1&unit=${unit.id}`) : undefined}
              addLabel={t("position.new")}
              line={(position) => (
                <div className={classes.between}>
                  <EntityLink entity="hr.position" id={position.id} label={position.title} />
                  <span className={`lh-number ${classes.muted}`}>{t("position.filled_of", { filled: position.filled, of: position.headcount })}</span>
                </div>
              )}
            />
            <RelatedCard<OrgUnit>
              title={t("unit.below")}
              endpoint="/hr/units"
              query={{ parent_id: unit.id, archived: false, sort: "name" }}
              line={(child) => (
                <div className={classes.between}>
                  <EntityLink entity="hr.unit" id={child.id} label={child.name} />
                  <span className={`lh-number ${classes.muted}`}>{t("unit.people", { count: child.headcount })}</span>
                </div>
              )}
            />
          </>
        }
        timeline={{ entity: "hr.unit", id: unit.id, refreshes: ["/hr/units"], fieldLabels: { name: t("unit.name"), parent_id: t("unit.parent"), manager_id: t("unit.manager"), code: t("unit.code") } }}
        path={`/hr/units/${unit.id}`}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("unit.edit")}>
        <UnitForm unit={unit} onDone={() => setEditing(false)} />
      </SidePanel>
    </>
  );
}
