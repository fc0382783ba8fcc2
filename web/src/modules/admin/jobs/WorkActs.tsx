import { Button, Group } from "@mantine/core";
import { IconBan, IconEdit, IconPlayerSkipForward, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/ui/session";
import { EditDialog } from "./EditDialog";
import { SkipDialog } from "./SkipDialog";
import type { Work } from "./types";
import { useAct } from "./useAct";

/** What can be done about a piece of work now. */
export function WorkActs({ work: w }: { work: Work }) {
  const { t } = useTranslation("admin");
  const can = useCan();
  const act = useAct();
  const [busy, setBusy] = useState("");
  const [asking, setAsking] = useState<"skip" | "edit" | null>(null);
  const run = (name: string, what: () => Promise<void>) => {
    setBusy(name);
    void what().finally(() => setBusy(""));
  };
  if (w.state === "ended") return null;
  const dead = w.state === "dead";
  return (
    <>
      <Group gap="sm">
        {dead && can("jobs.delivery.retry") ? (
          <>
            <Button leftSection={<IconRefresh size={16} stroke={1.75} />} loading={busy === "retry"} onClick={() => run("retry", () => act.retry(w.key))}>
              {t("jobs.retry")}
            </Button>
            <Button variant="default" loading={busy === "alike"} onClick={() => run("alike", () => act.retryAlike(w.handler, w.last_error))}>
              {t("jobs.retry_alike")}
            </Button>
          </>
        ) : null}
        {dead && !w.decision && can("jobs.delivery.skip") ? (
          <Button variant="default" leftSection={<IconPlayerSkipForward size={16} stroke={1.75} />} onClick={() => setAsking("skip")}>
            {t("jobs.skip")}
          </Button>
        ) : null}
        {w.editable && !w.masked && !w.decision && can("jobs.delivery.edit") ? (
          <Button variant="default" leftSection={<IconEdit size={16} stroke={1.75} />} onClick={() => setAsking("edit")}>
            {t("jobs.edit")}
          </Button>
        ) : null}
        {!dead && !w.cancelled && can("jobs.delivery.cancel") ? (
          <Button variant="default" leftSection={<IconBan size={16} stroke={1.75} />} loading={busy === "cancel"} onClick={() => run("cancel", () => act.cancel(w.key))}>
            {t("jobs.cancel")}
          </Button>
        ) : null}
      </Group>
      {asking === "skip" ? <SkipDialog work={w} onClose={() => setAsking(null)} /> : null}
      {asking === "edit" ? <EditDialog work={w} onClose={() => setAsking(null)} /> : null}
    </>
  );
}
