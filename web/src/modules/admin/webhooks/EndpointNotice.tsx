import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { formatCount } from "@/ui/number";
import { Notice } from "@/ui/Notice";
import { showFailed } from "@/ui/UndoToast";
import type { Endpoint } from "./types";

/** Why an endpoint hears nothing now, or is about to hear nothing, and what to do. */
export function EndpointNotice({ endpoint: e, onResume }: { endpoint: Endpoint; onResume?: () => Promise<void> }) {
  const { t } = useTranslation("webhooks");
  const [busy, setBusy] = useState(false);
  if (e.state === "on") {
    if (!e.failing_since) return null;
    return (
      <Notice tone="warning" title={t("notice.failing_title")}>
        {t("notice.failing", { count: e.failures, shown: formatCount(e.failures) })}
      </Notice>
    );
  }
  const held = e.counts?.["held"] ?? 0;
  const resume = () => {
    setBusy(true);
    void onResume?.()
      .catch(showFailed)
      .finally(() => setBusy(false));
  };
  return (
    <Notice
      tone={e.state === "disabled" ? "danger" : "warning"}
      title={
        <>
          {t(e.state === "paused" ? "notice.paused_title" : e.reason === "gone" ? "notice.gone_title" : "notice.lasting_title")} · <DateText value={e.state_at} relative />
        </>
      }
      actions={
        onResume ? (
          <Button size="compact-sm" variant="default" loading={busy} onClick={resume}>
            {t("resume")}
          </Button>
        ) : null
      }
    >
      {t(e.state === "paused" ? "notice.paused" : "notice.disabled")} {t("notice.waiting", { count: held, shown: formatCount(held) })}
    </Notice>
  );
}
