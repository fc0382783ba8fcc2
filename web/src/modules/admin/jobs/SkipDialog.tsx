import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";
import type { Work } from "./types";

interface SkipDialogProps {
  work: Work;
  onClose: () => void;
}

/** Ends dead work without doing it. Where a ledger waits for it, this asks, and another person confirms. */
export function SkipDialog({ work, onClose }: SkipDialogProps) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(() => [{ name: "reason", label: t("jobs.why"), kind: "textarea", required: work.halts, maxLength: 500 }], [t, work.halts]);
  return (
    <ActionDialog<Schema<"JobsSkipped">>
      title={t("jobs.skip_title")}
      name={`jobs.delivery/${work.key}/skip`}
      fields={fields}
      danger
      submitLabel={t(work.halts ? "jobs.ask_skip" : "jobs.skip")}
      onClose={onClose}
      before={<Text size="sm">{t(work.halts ? "jobs.skip_text_two" : "jobs.skip_text")}</Text>}
      submit={(_body, { values, idempotencyKey }) => api.post<Schema<"JobsSkipped">>(`/jobs/deliveries/${work.key}/skip`, { reason: values["reason"] || undefined }, { idempotencyKey })}
      onSaved={(answer) => {
        showDone(t(answer.done ? "jobs.skipped" : "jobs.asked"));
        void refresh("/jobs");
      }}
    />
  );
}
