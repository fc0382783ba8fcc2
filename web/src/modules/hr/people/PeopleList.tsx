import { Button, Group } from "@mantine/core";
import { IconSitemap, IconUpload, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridEdit } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { AsOfBanner, AsOfField, useAsOf } from "../shared/AsOf";
import classes from "../shared/shared.module.css";
import { type Employee, written } from "../wire";
import { identityFields } from "./fields";
import { HireForm } from "./HireForm";
import { PersonDetail } from "./PersonPage";
import { statusOfView, usePeopleColumns, usePeopleViews } from "./usePeopleColumns";

/** Everybody, as of a day. */
export function PeopleList() {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const day = useAsOf();
  const view = params["view"] && params["view"] in statusOfView ? params["view"] : "active";
  const query = useMemo(() => ({ as_of: day }), [day]);
  const views = usePeopleViews();
  const columns = usePeopleColumns(view);
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
