import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Import, ImportTarget } from "@/api/imports";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Padded, Screen } from "@/ui/Screen";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import { CheckStep } from "./CheckStep";
import { FileStep } from "./FileStep";
import { MatchStep } from "./MatchStep";
import { ResultStep } from "./ResultStep";
import { RunStep } from "./RunStep";
import { isEditable, isOpen, stepOf, steps, type Step } from "./steps";
import { useImport, useTargets } from "./useImport";
import { Wizard } from "./Wizard";

/** What every step gets. */
export interface StepProps {
  item: Import;
  /** Undefined for somebody who looks at the import of others and may not import this. */
  target: ImportTarget | undefined;
  /** Opens another step. */
  onStep: (step: Step) => void;
}

const views = { file: FileStep, match: MatchStep, check: CheckStep, run: RunStep, result: ResultStep };

/** One import. Its step stands in the address; without one it opens where the work stands. */
export function ImportPage() {
  const { id = "", tab } = useRouteParams({ strict: false }) as { id?: string; tab?: string };
  const item = useImport(id);
  const targets = useTargets();
  if (item.isPending || targets.isPending) {
    return (
      <Screen>
        <Padded>
          <RecordSkeleton />
        </Padded>
      </Screen>
    );
  }
  if (item.isError) return <ErrorBlock error={item.error} retry={() => void item.refetch()} />;
  return <Steps item={item.data} asked={tab} target={targets.data?.items?.find((t) => t.name === item.data.target)} />;
}

function Steps({ item, target, asked }: { item: Import; target: ImportTarget | undefined; asked: string | undefined }) {
  const { t } = useTranslation("imports");
  const go = useGo();
  const found = steps.find((step) => step === asked);
  // A step that the work has not reached falls back to the one where it stands.
  const now = found && isOpen(found, item) ? found : stepOf(item);
  const Step = views[now];
  const href = (step: Step) => (isOpen(step, item) ? `/admin/imports/${item.id}/${step}` : undefined);
  return (
    <Wizard
      title={t("title_of", { target: target?.label ?? item.target, file: item.file_name ?? "" })}
      aside={<StatusBadge kind="import" state={item.state} label={t(`states.${item.state}`)} />}
      actions={isEditable(item) ? <Remove item={item} /> : null}
      now={now}
      href={href}
      done={(step) => steps.indexOf(step) < Math.max(steps.indexOf(stepOf(item)), steps.indexOf(now)) || ["done", "undone"].includes(item.state)}
    >
      <Step key={`${item.id}-${now}`} item={item} target={target} onStep={(step) => go(`/admin/imports/${item.id}/${step}`)} />
    </Wizard>
  );
}

function Remove({ item }: { item: Import }) {
  const { t } = useTranslation("imports");
  const go = useGo();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.delete(`/imports/${item.id}`, item.version);
      showDone(t("removed", { file: item.file_name ?? "" }));
      go("/admin/imports");
      await refresh("/imports");
    } catch (cause) {
      showFailed(cause);
      setBusy(false);
    }
  };
  return (
    <Button variant="subtle" color="gray" leftSection={<IconTrash size={16} stroke={1.75} />} loading={busy} onClick={() => void remove()}>
      {t("remove")}
    </Button>
  );
}
