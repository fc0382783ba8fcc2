import { Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatCount } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import admin from "../shared/admin.module.css";
import { Attempts } from "./Attempts";
import { BehindList } from "./BehindList";
import { DecisionNotice } from "./DecisionNotice";
import { Payload } from "./Payload";
import { jobTones, outcomeTones } from "./states";
import type { Work } from "./types";
import { WorkActs } from "./WorkActs";
import { behalfWord } from "./words";

/** One piece of work: what it is, how often it was tried, what went wrong, who waits for it, and what can be done. */
export function WorkPanel({ of }: { of: string }) {
  const { t } = useTranslation("admin");
  const work = useGet<Work>(`/jobs/deliveries/${of}`);
  if (work.isPending) return <RecordSkeleton />;
  if (work.isError) return <ErrorBlock error={work.error} retry={() => void work.refetch()} />;
  const w = work.data;
  const total = w.total ?? 0;
  return (
    <Stack gap="md" p="lg">
      <Text size="sm">{w.about || t("jobs.no_handler")}</Text>
      <Group gap="sm">
        {w.outcome ? (
          <StatusBadge kind="jobs.outcome" state={w.outcome} tone={outcomeTones[w.outcome]} label={t(`jobs.outcomes.${w.outcome}`)} />
        ) : (
          <StatusBadge kind="jobs.delivery" state={w.state} tone={jobTones[w.state]} label={t(`jobs.states.${w.state}`)} />
        )}
        <Text size="sm" c="dimmed">
          {w.outcome ? t(`jobs.ended_means.${w.outcome}`) : t(`jobs.means.${w.state}`)}
        </Text>
      </Group>
      {w.decision ? <DecisionNotice decision={w.decision} /> : null}
      {total > 0 ? (
        <div>
          <Progress value={(100 * (w.done ?? 0)) / total} aria-label={t("jobs.progress")} />
          <Text size="xs" c="dimmed" mt={4} className="lh-number">
            {t("jobs.done_of", { done: formatCount(w.done ?? 0), total: formatCount(total) })}
          </Text>
        </div>
      ) : null}
      <WorkActs work={w} />
      <Attempts work={w} />
      <Facts work={w} />
      <Payload payload={w.payload} masked={w.masked} />
      <BehindList work={w} />
    </Stack>
  );
}

function Facts({ work: w }: { work: Work }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  return (
    <dl className={admin.facts}>
      <dt>{t("jobs.behalf")}</dt>
      <dd dir="auto">{behalfWord(w.on_behalf_of)}</dd>
      {w.reason ? (
        <>
          <dt>{t("jobs.reason")}</dt>
          <dd dir="auto">{w.reason}</dd>
        </>
      ) : null}
      <dt>{t("jobs.failures")}</dt>
      <dd>{t("jobs.failed_of", { count: w.failures, max: w.max_failures })}</dd>
      {w.ended_at ? (
        <>
          <dt>{t("jobs.ended")}</dt>
          <dd>
            <DateText value={w.ended_at} />
          </dd>
        </>
      ) : null}
      {w.state !== "ended" && w.state !== "dead" ? (
        <>
          <dt>{t("jobs.due")}</dt>
          <dd>
            <DateText value={w.due_at} />
          </dd>
        </>
      ) : null}
      <dt>{t("jobs.since")}</dt>
      <dd>
        <DateText value={w.created_at} />
      </dd>
      {w.event ? (
        <>
          <dt>{t("jobs.event")}</dt>
          <dd>
            <span className="lh-code">{w.event.type}</span>, <DateText value={w.event.at} />
          </dd>
        </>
      ) : (
        <>
          <dt>{t("jobs.type")}</dt>
          <dd className="lh-code">{w.type}</dd>
        </>
      )}
      {w.order_key ? (
        <>
          <dt>{t("jobs.order_key")}</dt>
          <dd className="lh-code">{w.order_key}</dd>
        </>
      ) : null}
      <dt>{t("jobs.handler")}</dt>
      <dd className="lh-code">{w.handler}</dd>
      {w.request_id && can("history.change.read") ? (
        <>
          <dt>{t("jobs.changes")}</dt>
          <dd>
            <AppLink to={`/admin/audit?request_id=${w.request_id}`} fz="inherit">
              {t("jobs.changes_link")}
            </AppLink>
          </dd>
        </>
      ) : null}
    </dl>
  );
}
