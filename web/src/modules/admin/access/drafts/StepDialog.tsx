import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { useGo } from "@/ui/address";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { useMe } from "@/ui/session";
import { showDone } from "@/ui/UndoToast";
import type { Version } from "../types";

export type Step = "submit" | "publish" | "send_back" | "discard";

const paths: Record<Exclude<Step, "discard">, string> = { submit: "submit", publish: "publish", send_back: "send-back" };

interface StepDialogProps {
  draft: Version;
  step: Step;
  /** One administrator takes both steps, and says so aloud. */
  alone?: boolean;
  onClose: () => void;
}

/** Takes a draft one step on, with a word for whoever comes next. */
export function StepDialog({ draft, step, alone, onClose }: StepDialogProps) {
  const { t } = useTranslation("access");
  const go = useGo();
  const me = useMe();
  const refresh = useRefresh();
  const mine = draft.authors.some((author) => author.id === me.user.id);
  const needed = (step === "publish" && alone) || (step === "send_back" && !mine);
  const fields = useMemo<FieldSpec[]>(
    () => (step === "discard" ? [] : [{ name: "reason", label: t(`steps.reason_${step}`), kind: "textarea", required: needed, maxLength: 2000 }]),
    [t, step, needed],
  );
  const word = step === "send_back" && mine ? "take_back" : step;
  return (
    <ActionDialog<Version | void>
      title={t(`steps.${word}_title`, { name: draft.name })}
      name={`access.draft/${draft.id}/${step}`}
      fields={fields}
      before={
        <>
          <Text size="sm">{t(`steps.${word}_text`)}</Text>
          {step === "publish" && alone ? <Notice tone="warning">{t("steps.alone")}</Notice> : null}
        </>
      }
      danger={step === "discard"}
      submitLabel={t(`steps.${word}`)}
      submit={(body, { idempotencyKey }) => {
        if (step === "discard") return api.delete(`/access/drafts/${draft.id}`, draft.version);
        return api.post<Version>(`/access/drafts/${draft.id}/${paths[step]}`, { reason: body["reason"] ?? "" }, { version: draft.version, idempotencyKey });
      }}
      onSaved={() => {
        showDone(t(`steps.${word}_done`));
        void refresh("/access", "/identity/me");
        if (step === "publish") go(`/admin/access/versions/${draft.id}`);
        if (step === "discard") go("/admin/access/versions");
      }}
      onClose={onClose}
    />
  );
}
