import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EntityLink } from "../EntityLink";
import { pointerOf, type FieldSpec } from "../form/fields";
import { formatCount } from "../number";
import { showFailed } from "../UndoToast";
import classes from "./bulk.module.css";
import { downloadRefusals, type BulkReason, type BulkRun } from "./wire";

interface ReasonsProps {
  run: BulkRun;
  fields: FieldSpec[];
}

const few = 5;

/** Why records are refused: each reason once, with how many it holds back and the first of them as links. */
export function Reasons({ run, fields }: ReasonsProps) {
  const { t } = useTranslation("bulk");
  if (run.refusals === 0) return null;
  const fieldOf = (reason: BulkReason) => fields.find((f) => reason.field && (reason.field === pointerOf(f) || reason.field.startsWith(`${pointerOf(f)}/`)))?.label;
  return (
    <div className={classes.reasons}>
      <ul>
        {run.reasons.map((reason) => {
          const records = run.refused.filter((r) => r.code === reason.code && r.detail === reason.detail && (r.field ?? "") === (reason.field ?? ""));
          const shown = records.slice(0, few);
          const field = fieldOf(reason);
          return (
            <li key={`${reason.code} ${reason.field ?? ""} ${reason.detail}`}>
              <Text size="sm" fw={500}>
                {t("reason", { shown: formatCount(reason.count), reason: field ? t("of_field", { field, reason: reason.detail }) : reason.detail })}
              </Text>
              <Text size="sm" className={classes.named}>
                {shown.map((record) => (
                  <EntityLink key={record.id} entity={run.entity} id={record.id} label={record.title} />
                ))}
                {reason.count > shown.length ? <span>{t("and_more", { count: reason.count - shown.length })}</span> : null}
              </Text>
            </li>
          );
        })}
      </ul>
      {run.state !== "previewed" ? (
        <Anchor component="button" type="button" size="sm" onClick={() => void downloadRefusals(run.id).catch(showFailed)}>
          {t("refusals_file")}
        </Anchor>
      ) : null}
    </div>
  );
}
