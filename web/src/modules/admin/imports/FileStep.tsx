import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { FileCard } from "./FileCard";
import classes from "./imports.module.css";
import type { StepProps } from "./ImportPage";
import { isEditable } from "./steps";
import { StepBody } from "./Wizard";

/** The files of an import and how they are read. Other letters or another head let the columns be guessed anew. */
export function FileStep({ item, target, onStep }: StepProps) {
  const { t } = useTranslation("imports");
  const editable = isEditable(item);
  return (
    <StepBody
      foot={
        <>
          <span className={classes.note}>
            {editable ? t("file.reread_note") : t("file.fixed")}{" "}
            <AppLink to={`/admin/imports/new?target=${item.target}`} fz="sm">
              {t("file.other")}
            </AppLink>
          </span>
          <Button rightSection={<IconArrowRight size={18} stroke={1.75} />} onClick={() => onStep("match")}>
            {t("start.next")}
          </Button>
        </>
      }
    >
      <FileCard id={item.file_id} title={t("start.file")} editable={editable} />
      {item.lines_file_id ? <FileCard id={item.lines_file_id} title={t("start.lines", { lines: target?.lines?.label ?? "" })} editable={editable} /> : null}
    </StepBody>
  );
}
