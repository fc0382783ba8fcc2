import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { Scrollable } from "@/ui/Scrollable";
import admin from "../shared/admin.module.css";
import classes from "./jobs.module.css";
import type { Work } from "./types";
import { briefSpan } from "./words";

/** What went wrong: the last error in full, and every earlier attempt. */
export function Attempts({ work }: { work: Work }) {
  const { t, i18n } = useTranslation("admin");
  if (!work.last_error && work.attempts.length === 0) return null;
  return (
    <section aria-label={t("jobs.what_failed")}>
      {work.last_error ? (
        <>
          <Text fw={600} mb={6}>
            {t("jobs.last_error")}
          </Text>
          <Scrollable as="pre" label={t("jobs.last_error")} className={admin.fault}>
            {work.last_error}
          </Scrollable>
        </>
      ) : null}
      {work.attempts.length > 0 ? (
        <>
          <Text fw={600} mt="md" mb={6}>
            {t("jobs.attempts")}
          </Text>
          <ol className={classes.attempts}>
            {work.attempts.map((a, index) => (
              <li key={`${a.at}-${index}`}>
                <Text size="xs" c="dimmed">
                  <DateText value={a.at} />
                  {" · "}
                  {a.by ? t("jobs.retried_by", { name: a.by.name }) : i18n.exists(`admin:jobs.tried.${a.status}`) ? t(`jobs.tried.${a.status}`, { span: briefSpan(a.ms / 1000) }) : a.status}
                </Text>
                {a.error && a.error !== work.last_error ? <span>{a.error}</span> : null}
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </section>
  );
}
