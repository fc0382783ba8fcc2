import { Button } from "@mantine/core";
import { IconCalendarPlus, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, usePages, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import type { FieldSpec } from "@/ui/form/fields";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { showFailed } from "@/ui/UndoToast";
import classes from "../shared/shared.module.css";
import { Face } from "../shared/Face";
import { employeeSource } from "../sources";
import { written, type Employee, type Items, type ManagerPeriod, type Person } from "../wire";
import { Period } from "./Period";

type Panel = { kind: "change" } | { kind: "correct"; line: ManagerPeriod } | null;

/** To whom somebody reports, reported and will report; and who reports to them. */
export function LineTab({ person, editable, day }: { person: Person; editable: boolean; day: string | undefined }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const [panel, setPanel] = useState<Panel>(null);
  const lines = useGet<Items<ManagerPeriod>>(`/hr/employees/${person.id}/managers`);
  if (lines.isPending) return <RecordSkeleton />;
  if (lines.isError) return <ErrorBlock error={lines.error} retry={() => void lines.refetch()} compact />;
  const periods = [...(lines.data.items ?? [])].sort((a, b) => b.valid_from.localeCompare(a.valid_from));
  const current = periods.find((p) => p.state === "current") ?? periods[0];
  const first = periods.at(-1);
  const remove = (line: ManagerPeriod) =>
    api.delete(`/hr/employees/${person.id}/managers/${line.id}`, person.version).then(() => refresh("/hr", "/history"), showFailed);
  return (
    <div className={classes.stack}>
      <div>
        <div className={classes.sectionHead}>
          <h2>{t("line.history")}</h2>
          {editable && current ? (
            <div className={classes.buttons}>
              <Button size="xs" leftSection={<IconCalendarPlus size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "change" })}>
                {t("line.change")}
              </Button>
              <Button size="xs" variant="default" leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "correct", line: current })}>
                {t("line.correct")}
              </Button>
            </div>
          ) : null}
        </div>
        <ol className={classes.periods} aria-label={t("line.history")}>
          {periods.map((line) => (
            <Period
              key={line.id}
              state={line.state}
              name={line.manager?.name ?? t("line.nobody")}
              title={line.manager ? <EntityLink entity="hr.employee" id={line.manager.id} label={line.manager.name} /> : t("line.nobody")}
              from={line.valid_from}
              to={line.valid_to}
              actions={
                editable
                  ? [
                      { id: "correct", label: t("period.correct"), icon: IconPencil, run: () => setPanel({ kind: "correct", line }) },
                      ...(line !== first ? [{ id: "remove", label: t("period.remove"), icon: IconTrash, run: () => void remove(line) }] : []),
                    ]
                  : []
              }
            />
          ))}
        </ol>
      </div>
      <Reports person={person} day={day} />
      {panel ? <ManagerDialog person={person} line={panel.kind === "correct" ? panel.line : undefined} now={current} onClose={() => setPanel(null)} /> : null}
    </div>
  );
}

function Reports({ person, day }: { person: Person; day: string | undefined }) {
  const { t } = useTranslation("hr");
  const pages = usePages<Employee>("/hr/employees", { manager_id: person.id, status: "active,upcoming", as_of: day, sort: "name", count: 1 });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div>
      <div className={classes.sectionHead}>
        <h2>{t("line.reports")}</h2>
      </div>
      {pages.isSuccess && rows.length === 0 ? <EmptyBlock title={t("line.no_reports")} compact /> : null}
      {rows.length > 0 ? (
        <Rows<Employee>
          label={t("line.reports")}
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
            { key: "does", label: t("job.does"), cell: (e) => e.position?.title || e.title || "–" },
            { key: "unit", label: t("job.unit"), cell: (e) => <EntityLink entity="hr.unit" id={e.unit?.id} label={e.unit?.name} /> },
          ]}
          foot={
            pages.hasNextPage ? (
              <AppLink to={`/hr/people?manager_id=${person.id}`} fz="sm">
                {t("line.all_reports")}
              </AppLink>
            ) : null
          }
        />
      ) : null}
    </div>
  );
}

interface ManagerDialogProps {
  person: Person;
  /** The period that is corrected; without it a new one begins on a day. */
  line?: ManagerPeriod;
  now?: ManagerPeriod;
  onClose: () => void;
}

function ManagerDialog({ person, line, now, onClose }: ManagerDialogProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const shown = line ?? now;
  const record = useMemo(() => ({ manager_id: shown?.manager?.id ?? "", manager_name: shown?.manager?.name ?? "" }), [shown]);
  const fields = useMemo<FieldSpec[]>(
    () => [
      ...(line ? [] : [{ name: "from", label: t("job.from"), kind: "date" as const, required: true, help: t("job.from_help") }]),
      { name: "manager_id", label: t("line.manager"), kind: "picker", picker: employeeSource, labelField: "manager_name", help: t("line.manager_help") },
    ],
    [t, line],
  );
  const path = `/hr/employees/${person.id}`;
  return (
    <ActionDialog<Person>
      title={line ? t("line.correct_title", { name: person.name }) : t("line.change_title", { name: person.name })}
      name={line ? `hr.line.correct/${line.id}` : `hr.line.change/${person.id}`}
      fields={fields}
      record={record}
      submitLabel={line ? t("job.correct_submit") : t("job.change_submit")}
      submit={(body, context) =>
        api.post<Person>(line ? `${path}/managers/${line.id}/correct` : `${path}/manager`, { manager_id: record.manager_id, ...written(body) }, { version: person.version, idempotencyKey: context.idempotencyKey })
      }
      onSaved={() => void refresh("/hr", "/history")}
      onClose={onClose}
    />
  );
}
