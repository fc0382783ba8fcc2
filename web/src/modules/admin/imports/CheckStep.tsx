import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { formatCount } from "@/ui/number";
import { Counts } from "./Counts";
import { ErrorFiles } from "./ErrorFiles";
import { ImportRows } from "./ImportRows";
import classes from "./imports.module.css";
import type { StepProps } from "./ImportPage";
import { isEditable } from "./steps";
import { Working } from "./Working";
import { StepBody } from "./Wizard";

/** Every row with its verdict, before anything is written. */
export function CheckStep({ item, target, onStep }: StepProps) {
  const { t } = useTranslation("imports");
  const [params, set] = useParams();
  if (item.state === "checking") {
    return (
      <StepBody>
        <Working item={item} />
      </StepBody>
    );
  }
  const counts = item.counts;
  const errors = counts?.error ?? 0;
  const rest = (counts?.create ?? 0) + (counts?.update ?? 0);
  return (
    <>
      {counts ? <Counts counts={counts} tense="will" chosen={params["verdict"]} onChoose={(verdict) => set({ verdict, open: undefined })} /> : null}
      <ImportRows item={item} target={target} tense="will" />
      <div className={classes.foot}>
        <Button variant="default" onClick={() => onStep("match")}>
          {t("back")}
        </Button>
        <span className={classes.note}>
          {errors > 0 ? t("check.with_errors", { count: errors, shown: formatCount(errors) }) : rest === 0 ? t("check.nothing") : t("check.clean")}
        </span>
        {errors > 0 ? <ErrorFiles item={item} /> : null}
        {isEditable(item) ? (
          <Button rightSection={<IconArrowRight size={18} stroke={1.75} />} disabled={rest === 0} onClick={() => onStep("run")}>
            {t("check.next")}
          </Button>
        ) : null}
      </div>
    </>
  );
}
