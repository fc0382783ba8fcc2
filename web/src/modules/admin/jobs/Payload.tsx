import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Scrollable } from "@/ui/Scrollable";
import classes from "./jobs.module.css";

/** What the handler reads. */
export function Payload({ payload, masked }: { payload: unknown; masked?: boolean }) {
  const { t } = useTranslation("admin");
  return (
    <section aria-label={t("jobs.payload")}>
      <Text fw={600} mb={6}>
        {t("jobs.payload")}
      </Text>
      <Scrollable as="pre" label={t("jobs.payload")} className={classes.payload}>
        {JSON.stringify(payload, null, 2)}
      </Scrollable>
      {masked ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t("jobs.masked")}
        </Text>
      ) : null}
    </section>
  );
}
