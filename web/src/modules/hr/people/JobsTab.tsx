import { Button } from "@mantine/core";
import { IconArrowsHorizontal, IconCalendarPlus, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { EntityLink } from "@/ui/EntityLink";
import type { FieldSpec } from "@/ui/form/fields";
import { RecordSkeleton } from "@/ui/RecordPage";
import { SidePanel } from "@/ui/SidePanel";
import { showFailed } from "@/ui/UndoToast";
import classes from "../shared/shared.module.css";
import type { Items, JobPeriod, Person } from "../wire";
import { JobForm } from "./JobForm";
import { Period, type PeriodAction } from "./Period";

type Panel = { kind: "change" } | { kind: "correct"; job: JobPeriod } | { kind: "move"; job: JobPeriod } | null;

/** What somebody did, does and will do. "Change from a date" begins a new period, "Correct" mends one. */
export function JobsTab({ person, editable }: { person: Person; editable: boolean }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const [panel, setPanel] = useState<Panel>(null);
  const jobs = useGet<Items<JobPeriod>>(`/hr/employees/${person.id}/jobs`);
  if (jobs.isPending) return <RecordSkeleton />;
  if (jobs.isError) return <ErrorBlock error={jobs.error} retry={() => void jobs.refetch()} compact />;
  const periods = [...(jobs.data.items ?? [])].sort((a, b) => b.valid_from.localeCompare(a.valid_from));
  const current = periods.find((p) => p.state === "current") ?? periods[0];
  const first = periods.at(-1);
  const close = () => setPanel(null);
  const remove = (job: JobPeriod) =>
    api.delete(`/hr/employees/${person.id}/jobs/${job.id}`, person.version).then(() => refresh("/hr", "/history"), showFailed);
  const actionsOf = (job: JobPeriod): PeriodAction[] =>
    editable
      ? [
          { id: "correct", label: t("period.correct"), icon: IconPencil, run: () => setPanel({ kind: "correct", job }) },
          ...(job !== first
            ? [
                { id: "move", label: t("period.move"), icon: IconArrowsHorizontal, run: () => setPanel({ kind: "move", job }) },
                { id: "remove", label: t("period.remove"), icon: IconTrash, run: () => void remove(job) },
              ]
            : []),
        ]
      : [];
  return (
    <div>
      <div className={classes.sectionHead}>
        <h2>{t("job.history")}</h2>
        {editable && current ? (
          <div className={classes.buttons}>
            <Button size="xs" leftSection={<IconCalendarPlus size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "change" })}>
              {t("job.change")}
            </Button>
            <Button size="xs" variant="default" leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "correct", job: current })}>
              {t("job.correct")}
            </Button>
          </div>
        ) : null}
      </div>
      <ol className={classes.periods} aria-label={t("job.history")}>
        {periods.map((job) => (
          <Period key={job.id} state={job.state} name={titleOf(job)} title={titleOf(job)} from={job.valid_from} to={job.valid_to} actions={actionsOf(job)}>
            <EntityLink entity="hr.unit" id={job.unit.id} label={job.unit.name} />
            {[job.employment_type ? t(`type.${job.employment_type}`) : "", job.site, job.position && job.title !== job.position.title ? job.title : ""]
              .filter(Boolean)
              .map((text) => ` · ${text}`)
              .join("")}
          </Period>
        ))}
      </ol>
      <SidePanel opened={panel?.kind === "change"} onClose={close} title={t("job.change_title", { name: person.name })}>
        {panel?.kind === "change" ? <JobForm person={person} job={current} onDone={close} /> : null}
      </SidePanel>
      <SidePanel opened={panel?.kind === "correct"} onClose={close} title={t("job.correct_title", { name: person.name })}>
        {panel?.kind === "correct" ? <JobForm person={person} job={panel.job} correct onDone={close} /> : null}
      </SidePanel>
      {panel?.kind === "move" ? <MoveDialog person={person} job={panel.job} onClose={close} /> : null}
    </div>
  );
}

function titleOf(job: JobPeriod): string {
  return job.position?.title || job.title || job.unit.name;
}

function MoveDialog({ person, job, onClose }: { person: Person; job: JobPeriod; onClose: () => void }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(() => [{ name: "from", label: t("period.begins"), kind: "date", required: true, help: t("period.move_help") }], [t]);
  const defaults = useMemo(() => ({ from: job.valid_from }), [job]);
  return (
    <ActionDialog<Person>
      title={t("period.move_title", { name: titleOf(job) })}
      name={`hr.job.move/${job.id}`}
      fields={fields}
      defaults={defaults}
      submitLabel={t("period.move")}
      submit={(body, context) => api.post<Person>(`/hr/employees/${person.id}/jobs/${job.id}/move`, body, { version: person.version, idempotencyKey: context.idempotencyKey })}
      onSaved={() => void refresh("/hr", "/history")}
      onClose={onClose}
    />
  );
}
