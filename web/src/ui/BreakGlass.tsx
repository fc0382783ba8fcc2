import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Emergency } from "@/api/access";
import { api } from "@/api/client";
import { ActionDialog } from "./ActionDialog";
import { formatTime } from "./dates";
import type { FieldSpec } from "./form/fields";
import { showDone } from "./UndoToast";

const longest = 60;
const usual = { minutes: "30" };

/** Takes emergency access for oneself: a reason, at most an hour, and everything is noted. */
export function BreakGlass({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("ui");
  const client = useQueryClient();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "reason", label: t("glass.reason"), kind: "textarea", required: true, maxLength: 500, help: t("glass.reason_help") },
      {
        name: "minutes",
        label: t("glass.minutes"),
        kind: "integer",
        required: true,
        help: t("glass.minutes_help"),
        validate: (value) => (Number(value) >= 1 && Number(value) <= longest ? undefined : t("glass.minutes_help")),
      },
    ],
    [t],
  );
  return (
    <ActionDialog<Emergency>
      title={t("glass.title")}
      name="access.emergency/new"
      fields={fields}
      defaults={usual}
      danger
      submitLabel={t("glass.submit")}
      onClose={onClose}
      before={<Text size="sm">{t("glass.text")}</Text>}
      submit={(body, { idempotencyKey }) => api.post<Emergency>("/access/emergencies", body, { idempotencyKey })}
      onSaved={(emergency) => {
        // Rights changed at once, and with them what every screen may show.
        void client.invalidateQueries();
        showDone(t("glass.done", { time: formatTime(emergency.ends_at) }));
      }}
    />
  );
}
