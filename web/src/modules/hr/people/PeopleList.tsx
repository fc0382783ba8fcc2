import { Button, Group } from "@mantine/core";
import { IconSitemap, IconUpload, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams, type Params } from "@/ui/address";
import { DataGrid, type GridColumn, type GridEdit } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { AsOfBanner, AsOfField, useAsOf } from "../shared/AsOf";
import { Face } from "../shared/Face";
import classes from "../shared/shared.module.css";
import { employeeSource, positionSource, unitSource } from "../sources";
import { type Employee, written } from "../wire";
import { identityFields, statusOptions, typeOptions } from "./fields";
import { HireForm } from "./HireForm";
import { PersonDetail } from "./PersonPage";

const statusOfView: Record<string, string | undefined> = { active: "active", upcoming: "upcoming", left: "left", all: undefined };

/** Everybody, as of a day. */
export function PeopleList() {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const day = useAsOf();
  const view = params["view"] && params["view"] in statusOfView ? params["view"] : "active";
  const query = useMemo(() => ({ as_of: day }), [day]);
  const views = useMemo(() => Object.entries(statusOfView).map(([id, status]) => ({ id, label: t(`view.${id}`), params: (status ? { status } : {}) as Params })), [t]);
  const columns = useMemo<GridColumn<Employee>[]>(
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
  // On another day than today it is read only: a change is of now.
  const edit = useMemo<GridEdit<Employee> | undefined>(
    () => (day ? undefined : { entity: "hr.employee", fields: identityFields(t), read: (e) => e as Employee & Record<string, unknown>, write: written, title: (e) => e.name }),
    [t, day],
  );
  const hire = can("hr.employee.create");
  const close = () => set({ new: undefined });
  const at = day ? `?as_of=${day}` : "";
  return (
    <Screen>
      <PageHeader
        title={t("person.title")}
        icon={IconUsers}
        actions={
          <>
            <Button variant="default" leftSection={<IconSitemap size={18} stroke={1.75} />} onClick={() => go(`/hr/chart${at}`)}>
              {t("chart.title")}
            </Button>
            {hire ? (
              <Button leftSection={<IconUserPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
                {t("hire.action")}
              </Button>
            ) : null}
          </>
        }
      />
      {day ? (
        <div className={classes.banner}>
          <AsOfBanner />
        </div>
      ) : null}
      <DataGrid<Employee>
        name="hr.employees"
        label={t("person.title")}
        endpoint="/hr/employees"
        entity="hr.employee"
        columns={columns}
        query={query}
        defaultSort="name"
        arrange
        views={views}
        href={(e) => `/hr/people/${e.id}${at}`}
        preview={(e) => ({ title: e.name, body: <PersonDetail id={e.id} /> })}
        edit={edit}
        exportable={can("hr.employee.export")}
        tools={
          <AsOfField />
        }
        empty={
          <EmptyBlock
            icon={IconUsers}
            title={t(`none.${view}`)}
            text={view === "active" || view === "all" ? t("none.text") : undefined}
            action={
              <Group gap="sm" justify="center">
                {hire ? <Button onClick={() => set({ new: "1" })}>{t("hire.action")}</Button> : null}
                {can("hr.employee.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=hr.employees")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={params["new"] === "1"} onClose={close} title={t("hire.title")}>
        <HireForm onDone={close} />
      </SidePanel>
    </Screen>
  );
}
