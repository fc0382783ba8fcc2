import { Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import { Card } from "@/ui/Card";
import { addDays, today } from "@/ui/dates";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { StatusBadge } from "@/ui/StatusBadge";
import list from "@/ui/TodayList.module.css";
import type { Employee } from "../wire";

/** Who joins and who leaves in the coming two weeks. */
export function JoinersLeavers() {
  const { t } = useTranslation("hr");
  const from = today();
  const until = addDays(from, 14);
  const joining = useGet<Page<Employee>>("/hr/employees", { "hired_on.gte": from, "hired_on.lte": until, sort: "hired_on", limit: 20 });
  const leaving = useGet<Page<Employee>>("/hr/employees", { "last_day.gte": from, "last_day.lte": until, sort: "name", limit: 20 });
  const lines = [
    ...(joining.data?.items ?? []).map((person) => ({ person, day: person.hired_on, joins: true })),
    ...(leaving.data?.items ?? []).map((person) => ({ person, day: person.last_day ?? "", joins: false })),
  ].sort((a, b) => a.day.localeCompare(b.day));
  const failed = joining.error ?? leaving.error;
  const there = joining.isSuccess && leaving.isSuccess;
  return (
    <Card title={t("today.title")} icon={IconUsers} count={there ? lines.length : undefined} to="/hr/people?view=upcoming" toLabel={t("today.all")} flush>
      {failed ? <ErrorBlock error={failed} compact /> : null}
      {there && lines.length === 0 ? (
        <Text size="sm" c="dimmed" className={list.none}>
          {t("today.none")}
        </Text>
      ) : null}
      <ul className={list.list}>
        {lines.map(({ person, day, joins }) => (
          <li key={`${person.id}-${String(joins)}`} className={list.line}>
            <div className={list.main}>
              <div className={list.name}>
                <EntityLink entity="hr.employee" id={person.id} label={person.name} />
              </div>
              <div className={list.sub}>{[person.position?.title ?? person.title, person.unit?.name].filter(Boolean).join(" · ")}</div>
            </div>
            <div className={list.end}>
              <StatusBadge kind="hr.employee" state={joins ? "upcoming" : "leaving"} label={t(joins ? "today.joins" : "today.leaves")} />
              <DateText value={day} weekday />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
