import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportPart } from "@/api/imports";
import { Notice } from "@/ui/Notice";
import { formatCount } from "@/ui/number";
import { Columns } from "./Columns";
import classes from "./imports.module.css";
import type { StepProps } from "./ImportPage";
import { Options } from "./Options";
import { Questions } from "./Questions";
import { isEditable, mappingOf, missingFields } from "./steps";
import { useSaving, useVerb } from "./useImport";
import { StepBody } from "./Wizard";

/** Which column feeds which field, how days and decimals are written, and the choices of the target. Each click is saved. */
export function MatchStep({ item, target, onStep }: StepProps) {
  const { t } = useTranslation("imports");
  const saving = useSaving(item.id);
  const verb = useVerb(item.id);
  const editable = isEditable(item) && target !== undefined;
  // What was clicked is shown at once, and saved in the order of the clicks.
  const [mappings, setMappings] = useState<Record<ImportPart, Record<string, string>>>({ file: mappingOf(item, "file"), lines: mappingOf(item, "lines") });
  const parts: ImportPart[] = item.lines_file ? ["file", "lines"] : ["file"];
  const missing = parts.flatMap((part) => missingFields(target, part, mappings[part]));
  const open = (item.questions ?? []).length;

  const change = (part: ImportPart, mapping: Record<string, string>) => {
    setMappings((before) => ({ ...before, [part]: mapping }));
    void saving.save(part === "file" ? { mapping } : { lines_mapping: mapping });
  };
  const check = async () => {
    await saving.settled();
    if (await verb.run("check")) onStep("check");
  };

  const note = !editable
    ? t("match.fixed")
    : missing.length > 0
      ? t("match.missing", { fields: missing.map((f) => f.label).join(", ") })
      : saving.saving
        ? t("match.saving")
        : t("match.saved");
  return (
    <StepBody
      foot={
        <>
          <Button variant="default" onClick={() => onStep("file")}>
            {t("back")}
          </Button>
          <span className={classes.note} role="status">
            {note}
          </span>
          {editable ? (
            <Button
              rightSection={<IconArrowRight size={18} stroke={1.75} />}
              disabled={missing.length > 0}
              loading={verb.running === "check"}
              onClick={() => void check()}
            >
              {t("match.check", { count: item.file?.rows ?? 0, shown: formatCount(item.file?.rows ?? 0) })}
            </Button>
          ) : (
            <Button variant="default" onClick={() => onStep("check")}>
              {t("match.see_check")}
            </Button>
          )}
        </>
      }
    >
      {item.error ? (
        <Notice tone="danger" urgent>
          {item.error}
        </Notice>
      ) : null}
      {open > 0 ? <Notice tone="warning">{t("match.open_questions", { count: open })}</Notice> : null}
      <Questions item={item} target={target} editable={editable} onChange={(body) => void saving.save(body)} />
      {parts.map((part) => {
        const file = part === "file" ? item.file : item.lines_file;
        return file && target ? (
          <Columns
            key={part}
            title={part === "file" ? t("match.columns", { file: file.name }) : t("match.columns_lines", { lines: target.lines?.label ?? "", file: file.name })}
            file={file}
            part={part}
            target={target}
            mapping={mappings[part]}
            certainty={(part === "file" ? item.certainty : item.lines_certainty) ?? {}}
            editable={editable}
            onChange={(mapping) => change(part, mapping)}
          />
        ) : null;
      })}
      {target?.options?.length ? <Options options={target.options} values={item.options ?? {}} editable={editable} onChange={(options) => void saving.save({ options })} /> : null}
    </StepBody>
  );
}
