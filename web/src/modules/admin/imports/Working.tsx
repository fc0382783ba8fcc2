import { Button, Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/imports";
import { formatCount } from "@/ui/number";
import classes from "./imports.module.css";
import { useVerb } from "./useImport";

/** How far the job at hand is, and how to stop it. It goes on when the page is left. */
export function Working({ item }: { item: Import }) {
  const { t } = useTranslation("imports");
  const verb = useVerb(item.id);
  const done = item.progress?.done ?? 0;
  const total = item.progress?.total ?? 0;
  const percent = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0;
  const words = t(`working.${item.state}`);
  return (
    <div className={classes.progress}>
      <Text fw={600} size="lg">
        {words}
      </Text>
      <Progress value={percent} size="lg" animated aria-label={words} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed" className="lh-number" role="status">
          {total > 0 ? t("working.done", { done: formatCount(done), total: formatCount(total), percent }) : t("working.starts")}
        </Text>
        {item.state === "undoing" ? null : (
          <Button variant="default" size="xs" loading={verb.running === "cancel"} onClick={() => void verb.run("cancel")}>
            {t("working.cancel")}
          </Button>
        )}
      </Group>
      {item.error ? (
        <Text size="sm" role="alert">
          {item.error}
        </Text>
      ) : null}
      <Text size="sm" c="dimmed">
        {item.state === "running" ? t("working.leave_run") : t("working.leave")}
      </Text>
    </div>
  );
}
