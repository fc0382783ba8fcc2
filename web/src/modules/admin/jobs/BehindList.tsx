import { Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { useParams } from "@/ui/address";
import { formatCount } from "@/ui/number";
import classes from "./jobs.module.css";
import type { Work } from "./types";

/** Work of the same key that waits for this. */
export function BehindList({ work }: { work: Work }) {
  const { t } = useTranslation("admin");
  const [, set] = useParams();
  if (work.behind_count === 0) return null;
  return (
    <section aria-label={t("jobs.behind")}>
      <Text fw={600} mb={6}>
        {t("jobs.behind_count", { count: work.behind_count, shown: formatCount(work.behind_count) })}
      </Text>
      <ol className={classes.attempts}>
        {work.behind.map((one) => (
          <li key={one.key}>
            <UnstyledButton fz="sm" c="var(--lh-link)" onClick={() => set({ open: one.key })}>
              {one.type}
            </UnstyledButton>
            <Text span size="xs" c="dimmed">
              {" · "}
              {t(`jobs.states.${one.state}`)} · <DateText value={one.created_at} />
            </Text>
          </li>
        ))}
      </ol>
    </section>
  );
}
