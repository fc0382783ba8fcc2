import { Button, Group, Loader, Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBlock } from "../ErrorBlock";
import type { FieldSpec } from "../form/fields";
import { Notice } from "../Notice";
import { formatCount } from "../number";
import { undoChange, saidUndone, showFailed } from "../UndoToast";
import classes from "./bulk.module.css";
import { Reasons } from "./Reasons";
import type { useRun } from "./useRun";

interface RunStepsProps {
  run: ReturnType<typeof useRun>;
  fields: FieldSpec[];
  /** Of the button that runs it: "Change 12 records". */
  verb: (count: number) => string;
  danger?: boolean;
  /** Records that were kept back before anything was asked: what they would get is no value. */
  kept?: number;
  /** Instead of the list of reasons while it is only looked at. */
  children?: ReactNode;
  onBack?: () => void;
  /** `undone`: what it did is being taken back. */
  onClose: (undone?: boolean) => void;
}

/** What a change of many records would do, how far it is, and what it left. */
export function RunSteps({ run: { step, start, cancel }, fields, verb, danger, kept = 0, children, onBack, onClose }: RunStepsProps) {
  const { t } = useTranslation("bulk");
  switch (step.at) {
    case "asking":
      return null;
    case "looking":
      return (
        <Group gap="sm" role="status" className={classes.looking}>
          <Loader size={18} />
          <Text size="sm">{t("looking")}</Text>
        </Group>
      );
    case "refused":
      return (
        <div className={classes.steps}>
          <ErrorBlock error={step.problem} />
          <Group justify="flex-end" gap="sm">
            {onBack ? (
              <Button variant="default" onClick={onBack}>
                {t("back")}
              </Button>
            ) : null}
            <Button variant="default" onClick={() => onClose()}>
              {t("ui:close")}
            </Button>
          </Group>
        </div>
      );
    case "preview": {
      const { run } = step;
      const will = run.would_change ?? 0;
      return (
        <div className={classes.steps}>
          <Summary
            lines={[
              [will, t("will_change", { count: will, shown: formatCount(will) })],
              [run.unchanged, t("are_so", { count: run.unchanged, shown: formatCount(run.unchanged) })],
              [run.refusals + kept, t("will_stay", { count: run.refusals + kept, shown: formatCount(run.refusals + kept) })],
            ]}
          />
          {(run.tried ?? 0) < run.total ? <Notice tone="info">{t("tried", { shown: formatCount(run.tried ?? 0) })}</Notice> : null}
          {children ?? <Reasons run={run} fields={fields} />}
          <Group justify="flex-end" gap="sm">
            <Button ref={danger || will === 0 ? focusIt : undefined} variant="default" onClick={() => (onBack ?? onClose)()}>
              {onBack ? t("back") : will === 0 ? t("ui:close") : t("ui:cancel")}
            </Button>
            {will > 0 ? (
              <Button ref={danger ? undefined : focusIt} color={danger ? "red" : undefined} onClick={() => void start(run)}>
                {verb(will)}
              </Button>
            ) : null}
          </Group>
        </div>
      );
    }
    case "running": {
      const { run } = step;
      return (
        <div className={classes.steps}>
          <Text size="sm" role="status" className="lh-number">
            {t("running", { done: formatCount(run.done), total: formatCount(run.total) })}
          </Text>
          <Progress value={run.total === 0 ? 0 : (run.done / run.total) * 100} aria-label={t("progress")} />
          <Text size="xs" c="dimmed">
            {t("goes_on")}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => void cancel(run)}>
              {t("stop")}
            </Button>
            <Button variant="default" onClick={() => onClose()}>
              {t("ui:close")}
            </Button>
          </Group>
        </div>
      );
    }
    case "result": {
      const { run } = step;
      return (
        <div className={classes.steps}>
          {run.state === "cancelled" ? <Notice tone="warning">{t("cancelled", { done: formatCount(run.done), total: formatCount(run.total) })}</Notice> : null}
          {run.problem ? <Notice tone="danger">{run.problem.detail}</Notice> : null}
          <Summary
            lines={[
              [run.changed, t("changed", { count: run.changed, shown: formatCount(run.changed) })],
              [run.unchanged, t("were_so", { count: run.unchanged, shown: formatCount(run.unchanged) })],
              [run.refusals, t("stayed", { count: run.refusals, shown: formatCount(run.refusals) })],
            ]}
          />
          <Reasons run={run} fields={fields} />
          <Group justify="flex-end" gap="sm">
            {run.undoable && run.changed > 0 ? (
              <Button
                variant="default"
                onClick={() => {
                  onClose(true);
                  undoChange({ operation: run.id }).then(saidUndone, showFailed);
                }}
              >
                {t("undo_all")}
              </Button>
            ) : null}
            <Button ref={focusIt} onClick={() => onClose()}>
              {t("ui:close")}
            </Button>
          </Group>
        </div>
      );
    }
  }
}

// The step before took its button, and the focus, with it.
function focusIt(button: HTMLButtonElement | null): void {
  button?.focus();
}

function Summary({ lines }: { lines: [number, string][] }) {
  const told = lines.filter(([count], index) => index === 0 || count > 0);
  return (
    <div role="status">
      {told.map(([, text], index) => (
        <Text key={text} size={index === 0 ? "md" : "sm"} fw={index === 0 ? 600 : undefined} c={index === 0 ? undefined : "dimmed"}>
          {text}
        </Text>
      ))}
    </div>
  );
}
