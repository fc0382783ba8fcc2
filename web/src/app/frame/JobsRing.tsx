import { ActionIcon, Popover, Progress, RingProgress, Text, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Progress as JobProgress } from "@/api/live";
import { AppLink } from "@/ui/AppLink";
import { formatCount } from "@/ui/number";
import { useEntity } from "@/ui/registry";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./JobsRing.module.css";

const ended = new Set(["done", "failed", "undone", "cancelled", "partial", "checked"]);

interface JobsRingProps {
  jobs: Record<string, JobProgress>;
  /** Called with what still runs when the list was seen. */
  onSeen: (running: Record<string, JobProgress>) => void;
}

/** A ring while any job runs, and what came of those that ended. */
export function JobsRing({ jobs, onSeen }: JobsRingProps) {
  const { t } = useTranslation("app");
  const [opened, setOpened] = useState(false);
  const all = Object.entries(jobs);
  const running = all.filter(([, job]) => !ended.has(job.state));
  const percent = running.length > 0 ? mean(running.map(([, job]) => percentOf(job))) : 100;
  const change = (now: boolean) => {
    setOpened(now);
    // What ended was seen now, and goes with the list.
    if (!now) onSeen(Object.fromEntries(running));
  };
  return (
    <Popover opened={opened} onChange={change} position="bottom-end" width={320} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t("jobs.running", { count: running.length })}>
          <ActionIcon size={32} aria-label={t("jobs.running", { count: running.length })} onClick={() => change(!opened)}>
            <RingProgress size={26} thickness={3} roundCaps sections={[{ value: percent, color: running.length > 0 ? "var(--lh-accent)" : "var(--lh-success-fg)" }]} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Text fw={600} mb="sm">
          {t("jobs.title")}
        </Text>
        <ul className={classes.list}>
          {all.map(([id, job]) => (
            <Line key={id} id={id} job={job} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function Line({ id, job }: { id: string; job: JobProgress }) {
  const { t } = useTranslation("app");
  const imports = useEntity("imports.import");
  const name = job.import ? t("jobs.import") : t("jobs.job");
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        {job.import && imports ? <AppLink to={imports.path(id)}>{name}</AppLink> : <span>{name}</span>}
        <StatusBadge kind={job.import ? "import" : "job"} state={job.state} />
      </div>
      {ended.has(job.state) ? null : <Progress value={percentOf(job)} size="sm" aria-label={name} />}
      <Text size="xs" c="dimmed" className="lh-number">
        {t("jobs.done_of", { done: formatCount(job.done), total: formatCount(job.total) })}
      </Text>
    </li>
  );
}

function percentOf(job: JobProgress): number {
  return job.total > 0 ? Math.min(100, Math.round((100 * job.done) / job.total)) : 0;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
