import { Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A value that is not known: a dash to the eye, a word to the ear. */
export function Unknown() {
  const { t } = useTranslation("ui");
  return (
    <Text span c="dimmed" fz="inherit">
      <span aria-hidden>–</span>
      <VisuallyHidden>{t("unknown")}</VisuallyHidden>
    </Text>
  );
}
