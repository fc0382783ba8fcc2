import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Emergency } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";

/** Closes an emergency access: somebody else has looked at what was done, and says what they found. */
export function ReviewEmergency({ emergency, onClose }: { emergency: Emergency; onClose: () => void }) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(() => [{ name: "note", label: t("emergency.found"), kind: "textarea", required: true, maxLength: 500, help: t("emergency.found_help") }], [t]);
  return (
    <ActionDialog<void>
      title={t("emergency.review_title", { name: emergency.user.name })}
      name={`access.emergency/${emergency.id}/review`}
      fields={fields}
      submitLabel={t("emergency.review_submit")}
      onClose={onClose}
      before={<Text size="sm">{t("emergency.review_text", { count: emergency.uses, reason: emergency.reason })}</Text>}
      submit={(_body, { values }) => api.post<void>(`/access/emergencies/${emergency.id}/review`, { note: values["note"] })}
      onSaved={() => {
        showDone(t("emergency.reviewed", { name: emergency.user.name }));
        void refresh("/access/emergencies", "/access/status");
      }}
    />
  );
}
