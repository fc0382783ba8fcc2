import { JsonInput, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";
import type { Decision, Work } from "./types";

interface EditDialogProps {
  work: Work;
  onClose: () => void;
}

/** Asks to give a dead job another payload; another person confirms it, and it is tried again. */
export function EditDialog({ work, onClose }: EditDialogProps) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "payload",
        label: t("jobs.payload"),
        kind: "textarea",
        required: true,
        sensitive: true,
        validate: (value) => (read(value) === undefined ? t("jobs.edit_no_json") : undefined),
        render: ({ value, onChange, error, id }) => (
          <JsonInput
            id={id}
            label={t("jobs.payload")}
            description={t("jobs.edit_help")}
            withAsterisk
            value={typeof value === "string" ? value : ""}
            onChange={onChange}
            error={error}
            autosize
            minRows={6}
            maxRows={18}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
          />
        ),
      },
      { name: "reason", label: t("jobs.why"), kind: "textarea", required: true, maxLength: 500 },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ payload: JSON.stringify(work.payload, null, 2) }), [work.payload]);
  return (
    <ActionDialog<Decision>
      title={t("jobs.edit_title")}
      name={`jobs.delivery/${work.key}/edit`}
      fields={fields}
      defaults={defaults}
      submitLabel={t("jobs.ask_edit")}
      onClose={onClose}
      before={<Text size="sm">{t("jobs.edit_text")}</Text>}
      submit={(_body, { values, idempotencyKey }) => api.post<Decision>(`/jobs/deliveries/${work.key}/edit`, { payload: read(values["payload"]), reason: values["reason"] }, { idempotencyKey })}
      onSaved={() => {
        showDone(t("jobs.asked"));
        void refresh("/jobs");
      }}
    />
  );
}

function read(value: unknown): unknown {
  try {
    return JSON.parse(typeof value === "string" ? value : "");
  } catch {
    return undefined;
  }
}
