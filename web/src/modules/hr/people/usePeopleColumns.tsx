import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Params } from "@/ui/address";
import { EntityLink } from "@/ui/EntityLink";
import type { GridColumn } from "@/ui/grid/columns";
import type { BuiltInView } from "@/ui/views/wire";
import { Face } from "../shared/Face";
import classes from "../shared/shared.module.css";
import { employeeSource, positionSource, unitSource } from "../sources";
import type { Employee } from "../wire";
import { statusOptions, typeOptions } from "./fields";

/** The states of people by the view that shows them. */
export const statusOfView: Record<string, string | undefined> = { active: "active", upcoming: "upcoming", left: "left", all: undefined };

/** The columns of the list of people; whoever left has a last day. */
export function usePeopleColumns(view?: string): GridColumn<Employee>[] {
  const { t } = useTranslation("hr");
  return useMemo<GridColumn<Employee>[]>(
    () => [
      {
        key: "name", label: t("person.name"), sort: true, filter: true, width: 240,
        cell: (e) => (
          <span className={classes.person}>
            <Face name={e.name} />
            <span dir="auto">{e.name}</span>
          </span>
        ),
      },
      { key: "number", label: t("person.number"), kind: "code", sort: true, filter: true, width: 100 },
      { key: "position_id", label: t("job.does"), kind: "ref", value: (e) => e.position?.id, cell: (e) => e.position?.title || e.title || "–", filter: true, optional: true, picker: positionSource, exportAs: ["position.title", "title"], width: 210, card: true },
      { key: "unit_id", label: t("job.unit"), kind: "ref", entity: "hr.unit", value: (e) => e.unit?.id, labelField: "unit.name", filter: true, optional: true, tree: true, picker: unitSource, exportAs: "unit.name", width: 170, card: true },
      { key: "manager_id", label: t("line.manager"), kind: "ref", labelField: "manager.name", value: (e) => e.manager?.id, cell: (e) => <EntityLink entity="hr.employee" id={e.manager?.id} label={e.manager?.name} />, filter: true, optional: true, picker: employeeSource, exportAs: "manager.name", width: 180 },
      { key: "status", label: t("person.status"), kind: "status", status: "hr.employee", options: statusOptions(t), filter: true, width: 120, card: true },
      { key: "hired_on", label: t("person.hired_on"), kind: "date", sort: true, filter: true, width: 130 },
      { key: "last_day", label: t("end.last_day"), kind: "date", filter: true, optional: true, width: 130, hidden: view === "active" || view === "upcoming" },
      { key: "email", label: t("person.email"), filter: true, width: 230, hidden: true },
      { key: "phone", label: t("person.phone"), hidden: true },
      { key: "site", label: t("job.site"), hidden: true },
      { key: "employment_type", label: t("job.type"), kind: "choice", options: typeOptions(t), hidden: true },
      { key: "legal_name", label: t("person.legal_name"), hidden: true },
      { key: "login_id", label: t("login.label"), kind: "boolean", value: (e) => Boolean(e.login_id), hidden: true, exportAs: "login_id" },
    ],
    [t, view],
  );
}

/** The views that come with it. */
export function usePeopleViews(): BuiltInView[] {
  const { t } = useTranslation("hr");
  return useMemo(() => Object.entries(statusOfView).map(([id, status]) => ({ id, label: t(`view.${id}`), params: (status ? { status } : {}) as Params })), [t]);
}
