import { Tooltip } from "@mantine/core";
import { IconCheck, IconFlag, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useCan } from "@/ui/session";
import type { Deal, Items, Pipeline, Stage, StageVisit } from "../wire";
import { rightFor } from "./moves";
import classes from "./deals.module.css";
import { lengthOf, stepsOf, type Step } from "./stages";

interface StageBarProps {
  deal: Deal;
  pipeline: Pipeline;
  onMove: (stage: Stage) => void;
}

/** The stages of a deal with the time in each; a click moves it there. */
export function StageBar({ deal, pipeline, onMove }: StageBarProps) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const visits = useGet<Items<StageVisit>>(`/crm/deals/${deal.id}/stages`);
  const steps = stepsOf(deal, pipeline, visits.data?.items ?? []);
  return (
    <ol className={classes.stages} aria-label={t("deal.stages")}>
      {steps.map((step) => (
        <li key={step.stage.id} className={classes.stage} data-state={step.state} data-category={step.stage.category}>
          <Tooltip label={hint(step)} openDelay={300}>
            <button
              type="button"
              aria-current={step.state === "current" ? "step" : undefined}
              aria-disabled={step.state === "current" || !can(rightFor(step.stage)) || undefined}
              onClick={() => (step.state === "current" || !can(rightFor(step.stage)) ? undefined : onMove(step.stage))}
            >
              {step.state === "done" ? <IconCheck size={14} stroke={2} aria-hidden /> : null}
              {step.stage.category === "won" ? <IconFlag size={14} stroke={2} aria-hidden /> : null}
              {step.stage.category === "lost" ? <IconX size={14} stroke={2} aria-hidden /> : null}
              <span className={classes.stageName}>{step.stage.name}</span>
              {step.seconds > 0 ? <span className={classes.stageTime}>{length(step.seconds)}</span> : null}
            </button>
          </Tooltip>
        </li>
      ))}
    </ol>
  );

  function length(seconds: number): string {
    const { unit, count } = lengthOf(seconds);
    return t(`length.${unit}`, { count });
  }
  function hint(step: Step): string {
    const words = step.seconds > 0 ? t("deal.in_stage", { stage: step.stage.name, time: length(step.seconds) }) : t("deal.not_in_stage", { stage: step.stage.name });
    return step.state === "current" || !can(rightFor(step.stage)) ? words : t("deal.move_hint", { words, stage: step.stage.name });
  }
}
