import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { ActionDialog } from "@/ui/ActionDialog";
import { useGo } from "@/ui/address";
import { addDays, today } from "@/ui/dates";
import type { FieldSpec } from "@/ui/form/fields";

type Review = Schema<"AccessReview">;

const usual = 21;

/** Starts a round over all roles that people have now. */
export function StartReview({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("grants");
  const go = useGo();
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("reviews.name"), kind: "text", required: true, maxLength: 200, placeholder: t("reviews.name_hint") },
      { name: "due_on", label: t("reviews.due"), kind: "date", required: true, validate: (value) => (value && String(value) <= today() ? t("reviews.due_past") : undefined) },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ due_on: addDays(today(), usual) }), []);
  return (
    <ActionDialog<Review>
      title={t("reviews.start_title")}
      name="access.review/new"
      fields={fields}
      defaults={defaults}
      submitLabel={t("reviews.start")}
      onClose={onClose}
      before={
        <Text size="sm" c="dimmed">
          {t("reviews.start_text")}
        </Text>
      }
      submit={(body, { idempotencyKey }) => api.post<Review>("/access/reviews", body, { idempotencyKey })}
      onSaved={(review) => {
        void refresh("/access/reviews", "/access/status");
        go(`/admin/access/reviews/${review.id}`);
      }}
    />
  );
}
