import { useTranslation } from "react-i18next";
import { usePages } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { Face } from "../shared/Face";
import classes from "../shared/shared.module.css";
import type { Employee } from "../wire";

/** People who have something in common: a unit, a position. */
export function PeopleOf({ filter }: { filter: Record<string, string> }) {
  const { t } = useTranslation("hr");
  const pages = usePages<Employee>("/hr/employees", { ...filter, status: "active,upcoming", sort: "name", count: 1 });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <RecordSkeleton />;
  if (rows.length === 0) return <EmptyBlock title={t("unit.nobody")} compact />;
  return (
    <Rows<Employee>
      label={t("person.title")}
      rows={rows}
      rowKey={(e) => e.id}
      columns={[
        {
          key: "name", label: t("person.name"),
          cell: (e) => (
            <span className={classes.person}>
              <Face name={e.name} />
              <EntityLink entity="hr.employee" id={e.id} label={e.name} />
            </span>
          ),
        },
        { key: "does", label: t("job.does"), cell: (e) => e.position?.title || e.title || <Unknown /> },
        { key: "manager", label: t("line.manager"), cell: (e) => <EntityLink entity="hr.employee" id={e.manager?.id} label={e.manager?.name} /> },
        { key: "hired", label: t("person.hired_on"), cell: (e) => <DateText value={e.hired_on} /> },
        { key: "status", label: t("person.status"), cell: (e) => <StatusBadge kind="hr.employee" state={e.status} label={t(`status.${e.status}`)} /> },
      ]}
      foot={
        pages.hasNextPage ? (
          <AppLink to={`/hr/people?${new URLSearchParams(filter).toString()}`} fz="sm">
            {t("open_list")}
          </AppLink>
        ) : null
      }
    />
  );
}
