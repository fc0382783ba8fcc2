import { Button, Text } from "@mantine/core";
import { IconArchiveOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import classes from "./fields.module.css";
import { kindIcons } from "./kinds";
import { useFieldActs } from "./useFieldActs";

/** Fields that are out of use: nobody sees them, records keep their values, and their keys stay taken. */
export function ArchivedFields({ fields, manage }: { fields: CustomField[]; manage: boolean }) {
  const { t } = useTranslation("fields");
  const { restore } = useFieldActs();
  return (
    <section aria-label={t("archived")}>
      <h2 className={classes.heading}>{t("archived")}</h2>
      <Text size="xs" c="dimmed" mb="xs">
        {t("archived_text")}
      </Text>
      <ul className={classes.list} data-archived>
        {fields.map((field) => {
          const Mark = kindIcons[field.kind];
          return (
            <li key={field.id} className={classes.row}>
              <Mark size={20} stroke={1.75} aria-hidden className={classes.kindMark} />
              <div className={classes.what}>
                <span className={classes.name} dir="auto">
                  {labelOf(field)}
                </span>
                <Text size="xs" c="dimmed" className={classes.second}>
                  {t(`kinds.${field.kind}.name`)} · <span className="lh-code">{field.key}</span>
                </Text>
              </div>
              {manage ? (
                <Button size="compact-sm" variant="default" leftSection={<IconArchiveOff size={16} stroke={1.75} />} aria-label={t("restore_named", { field: labelOf(field) })} onClick={() => void restore(field)}>
                  {t("restore")}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
