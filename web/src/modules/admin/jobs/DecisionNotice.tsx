import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { formatRelative } from "@/ui/dates";
import { Notice } from "@/ui/Notice";
import { useCan, useMe } from "@/ui/session";
import { showDone, showFailed } from "@/ui/UndoToast";
import { Payload } from "./Payload";
import type { Decision } from "./types";
import { handlerWord } from "./words";

/** An act that one person has asked for and another decides, where it waits. */
export function DecisionNotice({ decision: d, named }: { decision: Decision; named?: boolean }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const me = useMe();
  const refresh = useRefresh();
  const [busy, setBusy] = useState("");
  const mine = d.asked_by.id === me.user.id;
  const may = can("jobs.delivery.skip") && (d.act === "skip" || (can("jobs.delivery.edit") && can("jobs.delivery#payload.read")));
  const decide = async (verb: "confirm" | "refuse" | "withdraw") => {
    setBusy(verb);
    try {
      await api.post(`/jobs/decisions/${d.id}/${verb}`, undefined, { version: d.version });
      showDone(t(`jobs.decision.${verb}_done`));
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy("");
      await refresh("/jobs");
    }
  };
  return (
    <Notice
      tone="decision"
      title={t(`jobs.decision.${d.act}`, { name: d.asked_by.name, work: handlerWord(d.handler), context: named ? "named" : undefined })}
      actions={
        <Group gap={6}>
          {mine ? (
            <Button size="compact-sm" variant="default" loading={busy === "withdraw"} onClick={() => void decide("withdraw")}>
              {t("jobs.decision.withdraw")}
            </Button>
          ) : null}
          {!mine && may ? (
            <>
              <Button size="compact-sm" loading={busy === "confirm"} onClick={() => void decide("confirm")}>
                {t("jobs.decision.confirm")}
              </Button>
              <Button size="compact-sm" variant="default" loading={busy === "refuse"} onClick={() => void decide("refuse")}>
                {t("jobs.decision.refuse")}
              </Button>
            </>
          ) : null}
        </Group>
      }
    >
      <Text size="sm" dir="auto">
        {d.reason ? t("jobs.decision.reason", { reason: d.reason }) : t("jobs.decision.no_reason")} · {formatRelative(d.asked_at)}
      </Text>
      {mine ? <Text size="sm">{t("jobs.decision.waits")}</Text> : null}
      {d.payload !== undefined && !named ? <Payload payload={d.payload} /> : null}
    </Notice>
  );
}
