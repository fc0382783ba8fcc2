import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconBan, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { formatCount } from "@/ui/number";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showFailed } from "@/ui/UndoToast";
import { Scrollable } from "@/ui/Scrollable";
import classes from "../shared/admin.module.css";
import type { Delivery } from "./JobsScreen";
import { jobTones } from "./states";

interface DeliveryPanelProps {
  delivery: Delivery;
  onAct: (verb: "retry" | "cancel") => (delivery: Delivery) => Promise<void>;
}

/** One piece of work: how often it was tried, what went wrong, and what can be done. */
export function DeliveryPanel({ delivery: d, onAct }: DeliveryPanelProps) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const [busy, setBusy] = useState<string | null>(null);
  const act = (verb: "retry" | "cancel") => {
    setBusy(verb);
    void onAct(verb)(d)
      .catch(showFailed)
      .finally(() => setBusy(null));
  };
  const total = d.total ?? 0;
  return (
    <Stack gap="md" p="lg">
      <Group gap="sm">
        <StatusBadge kind="jobs.delivery" state={d.state} tone={jobTones[d.state]} label={t(`jobs.states.${d.state}`)} />
        <Text size="sm" c="dimmed">
          {t(`jobs.means.${d.state}`)}
        </Text>
      </Group>
      {total > 0 ? (
        <div>
          <Progress value={(100 * (d.done ?? 0)) / total} aria-label={t("jobs.progress")} />
          <Text size="xs" c="dimmed" mt={4} className="lh-number">
            {t("jobs.done_of", { done: formatCount(d.done ?? 0), total: formatCount(total) })}
          </Text>
        </div>
      ) : null}
      {d.last_error ? (
        <section aria-label={t("jobs.last_error")}>
          <Text fw={600} mb={6}>
            {t("jobs.last_error")}
          </Text>
          <Scrollable as="pre" label={t("jobs.last_error")} className={classes.fault}>
            {d.last_error}
          </Scrollable>
        </section>
      ) : null}
      <dl className={classes.facts}>
        <dt>{t("jobs.failures")}</dt>
        <dd>{t("jobs.failed_of", { count: d.failures, max: d.max_failures })}</dd>
        <dt>{t("jobs.starts")}</dt>
        <dd>{formatCount(d.starts)}</dd>
        <dt>{t("jobs.due")}</dt>
        <dd>
          <DateText value={d.due_at} />
        </dd>
        <dt>{t("jobs.since")}</dt>
        <dd>
          <DateText value={d.created_at} />
        </dd>
        <dt>{t("jobs.handler")}</dt>
        <dd className="lh-code">{d.handler}</dd>
        <dt>{t("jobs.type")}</dt>
        <dd className="lh-code">{d.type}</dd>
        {d.order_key ? (
          <>
            <dt>{t("jobs.order_key")}</dt>
            <dd className="lh-code">{d.order_key}</dd>
          </>
        ) : null}
      </dl>
      <Group gap="sm">
        {can("jobs.delivery.retry") && d.state === "dead" ? (
          <Button leftSection={<IconRefresh size={16} stroke={1.75} />} loading={busy === "retry"} onClick={() => act("retry")}>
            {t("jobs.retry")}
          </Button>
        ) : null}
        {can("jobs.delivery.cancel") && !d.cancelled ? (
          <Button variant="default" leftSection={<IconBan size={16} stroke={1.75} />} loading={busy === "cancel"} onClick={() => act("cancel")}>
            {t("jobs.cancel")}
          </Button>
        ) : null}
      </Group>
      {d.cancelled ? (
        <Text size="sm" c="dimmed">
          {t("jobs.is_cancelled")}
        </Text>
      ) : null}
    </Stack>
  );
}
