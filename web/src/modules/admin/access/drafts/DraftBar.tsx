import { Button, Loader, Text, Tooltip } from "@mantine/core";
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { Fragment, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { useCan, useMe } from "@/ui/session";
import type { Status } from "../places";
import type { Report, Whole } from "../types";
import { CarryOver } from "./CarryOver";
import classes from "./drafts.module.css";
import { StepDialog, type Step } from "./StepDialog";
import type { Tally } from "./tally";

interface DraftBarProps {
  draft: Whole;
  report: Report | undefined;
  tally: Tally | undefined;
  /** A change or its answer is on its way. */
  saving: boolean;
}

/** What a draft comes to, always in sight, and its next step. */
export function DraftBar({ draft, report, tally, saving }: DraftBarProps) {
  const { t } = useTranslation("access");
  const path = `/admin/access/drafts/${draft.id}`;
  const parts: [string, ReactNode][] = tally
    ? [
        ["changes", <AppLink key="c" to={`${path}/lines`} fz="inherit">{t("bar.changes", { count: tally.changes })}</AppLink>],
        ["people", <AppLink key="p" to={`${path}/effects`} fz="inherit">{tally.gain + tally.lose > 0 ? [tally.gain > 0 ? t("bar.gain", { count: tally.gain }) : "", tally.lose > 0 ? t("bar.lose", { count: tally.lose }) : ""].filter(Boolean).join(", ") : t("bar.nobody")}</AppLink>],
        ["checks", <AppLink key="k" to={`${path}/checks`} fz="inherit"><Checks tally={tally} /></AppLink>],
      ]
    : [];
  return (
    <section className={classes.bar} aria-label={t("bar.label")} data-state={draft.state}>
      <div className={classes.tally} role="status">
        {parts.map(([key, part], at) => (
          <Fragment key={key}>
            {at > 0 ? <span aria-hidden className={classes.dot} /> : null}
            {part}
          </Fragment>
        ))}
        {saving ? <Loader size={14} aria-label={t("bar.saving")} /> : null}
      </div>
      {report?.outdated ? (
        <CarryOver draft={draft} />
      ) : (
        <Steps draft={draft} tally={tally} />
      )}
    </section>
  );
}

function Checks({ tally }: { tally: Tally }) {
  const { t } = useTranslation("access");
  if (tally.problems > 0) {
    return (
      <span className={classes.verdict} data-tone="danger">
        <IconAlertOctagon size={14} stroke={2} aria-hidden /> {t("bar.problems", { count: tally.problems })}
      </span>
    );
  }
  if (tally.warnings > 0) {
    return (
      <span className={classes.verdict} data-tone="warning">
        <IconAlertTriangle size={14} stroke={2} aria-hidden /> {t("bar.warnings", { count: tally.warnings })}
      </span>
    );
  }
  return (
    <span className={classes.verdict} data-tone="success">
      <IconCircleCheck size={14} stroke={2} aria-hidden /> {t("bar.fine")}
    </span>
  );
}

/** The buttons that take a draft on: submit it, publish it, or send it back. */
function Steps({ draft, tally }: { draft: Whole; tally: Tally | undefined }) {
  const { t } = useTranslation("access");
  const can = useCan();
  const me = useMe();
  const status = useGet<Status>("/access/status");
  const [step, setStep] = useState<Step | null>(null);
  const mine = draft.authors.some((author) => author.id === me.user.id);
  const alone = mine && status.data?.alone === true && status.data.keepers < 2;
  const publishes = can("access.policy.publish") && (!mine || alone);
  const problems = tally && tally.problems > 0 ? t("bar.solve", { count: tally.problems }) : undefined;
  const dialog = step ? <StepDialog draft={draft} step={step} alone={alone} onClose={() => setStep(null)} /> : null;
  if (draft.state === "draft") {
    if (!can("access.policy.edit")) return null;
    const why = tally?.changes === 0 ? t("bar.nothing") : problems;
    return (
      <div className={classes.steps}>
        <StepButton label={t("steps.submit")} why={why} onClick={() => setStep("submit")} />
        {dialog}
      </div>
    );
  }
  return (
    <div className={classes.steps}>
      {publishes ? null : (
        <Text size="sm" c="dimmed">
          {t(mine ? "bar.waits_mine" : "bar.waits")}
        </Text>
      )}
      {publishes || can("access.policy.edit") ? (
        <Button variant="default" size="xs" onClick={() => setStep("send_back")}>
          {t(mine ? "steps.take_back" : "steps.send_back")}
        </Button>
      ) : null}
      {publishes ? <StepButton label={t("steps.publish")} why={problems} onClick={() => setStep("publish")} /> : null}
      {dialog}
    </div>
  );
}

// A button that cannot be pressed now still says why, also to the keyboard.
function StepButton({ label, why, onClick }: { label: string; why: string | undefined; onClick: () => void }) {
  return (
    <Tooltip label={why} disabled={!why} openDelay={0}>
      <Button size="xs" data-disabled={why ? true : undefined} aria-disabled={why ? true : undefined} onClick={() => (why ? undefined : onClick())}>
        {label}
      </Button>
    </Tooltip>
  );
}
