import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CustomField } from "@/ui/custom/wire";
import classes from "./fields.module.css";
import { kindIcons } from "./kinds";

/** What of a field never changes: its kind, and its key, which programs and files know. */
export function FixedKind({ field }: { field: CustomField }) {
  const { t } = useTranslation("fields");
  const Mark = kindIcons[field.kind];
  return (
    <div className={classes.fixed}>
      <Mark size={20} stroke={1.75} aria-hidden className={classes.kindMark} />
      <div>
        <Text size="sm" fw={600}>
          {t(`kinds.${field.kind}.name`)}
        </Text>
        <Text size="xs" c="dimmed">
          {t("key_is")} <span className="lh-code">{`custom.${field.key}`}</span>
        </Text>
      </div>
    </div>
  );
}
