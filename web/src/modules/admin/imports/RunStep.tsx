import { Button } from "@mantine/core";
import { IconDatabaseImport } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRefresh } from "@/api/query";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { formatCount } from "@/ui/number";
import classes from "./imports.module.css";
import type { StepProps } from "./ImportPage";
import { UndoButton } from "./UndoButton";
import { useVerb } from "./useImport";
import { Working } from "./Working";
import { StepBody } from "./Wizard";

/** What will be written, said once more in numbers; then how far it is. */
export function RunStep({ item, target, onStep }: StepProps) {
  const { t } = useTranslation("imports");
  const verb = useVerb(item.id);
  const refresh = useRefresh();
  const was = useRef(item.state);
  useEffect(() => {
    if (was.current === "running" && item.state === "done") {
      const module = item.target.split(".")[0] ?? "";
      void refresh(`/${module}`);
      onStep("result");
    }
    was.current = item.state;
  }, [item.state, item.target, onStep, refresh]);

  if (item.state === "running" || item.state === "undoing") {
    return (
      <StepBody>
        <Working item={item} />
      </StepBody>
    );
  }
  const counts = item.counts;
  const writes = (counts?.create ?? 0) + (counts?.update ?? 0);
  const name = target?.label ?? item.target;
  const shown = (n: number) => ({ count: n, shown: formatCount(n), target: name });
  if (item.state === "failed") {
    return (
      <StepBody
        foot={
          <>
            <span className={classes.note} />
            {item.started_at ? <UndoButton item={item} /> : null}
            <Button loading={verb.running === "run"} onClick={() => void verb.run("run")}>
              {t("run.go_on")}
            </Button>
          </>
        }
      >
        <Notice tone="danger" urgent title={t("run.stopped")}>
          {item.error}
        </Notice>
        <p>{t("run.partly", { done: formatCount(item.progress?.done ?? 0), total: formatCount(item.progress?.total ?? 0) })}</p>
      </StepBody>
    );
  }
  if (item.state !== "checked") {
    return (
      <StepBody
        foot={
          <>
            <span className={classes.note} />
            <Button onClick={() => onStep("result")}>{t("run.see_result")}</Button>
          </>
        }
      >
        <Notice tone="success">{t(`run.was_${item.state === "undone" ? "undone" : "done"}`)}</Notice>
      </StepBody>
    );
  }
  return (
    <StepBody
      foot={
        <>
          <Button variant="default" onClick={() => onStep("check")}>
            {t("back")}
          </Button>
          <span className={classes.note} />
          <Button
            leftSection={<IconDatabaseImport size={18} stroke={1.75} />}
            disabled={writes === 0}
            loading={verb.running === "run"}
            onClick={() => void verb.run("run")}
          >
            {t("run.go", { count: writes, shown: formatCount(writes) })}
          </Button>
        </>
      }
    >
      <Card title={t("run.title")}>
        <ul className={classes.reasons}>
          <li>{t("run.create", shown(counts?.create ?? 0))}</li>
          <li>{t("run.update", shown(counts?.update ?? 0))}</li>
          {counts?.unchanged ? <li>{t("run.unchanged", shown(counts.unchanged))}</li> : null}
          {counts?.error ? <li>{t("run.error", shown(counts.error))}</li> : null}
        </ul>
      </Card>
      <Notice tone="info">{t("run.undo_note")}</Notice>
    </StepBody>
  );
}
