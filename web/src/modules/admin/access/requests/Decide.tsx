import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RoleRequest } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";
import { touched } from "../person/GiveRole";
import { untilWord } from "../person/period";

interface DecideProps {
  request: RoleRequest;
  approve: boolean;
  onClose: () => void;
}

/** Says yes or no to a role that somebody waits for. A no says why. */
export function Decide({ request, approve, onClose }: DecideProps) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  const named = { name: request.user.name, role: request.role_name };
  const fields = useMemo<FieldSpec[]>(
    () => [{ name: "note", label: t(approve ? "requests.note" : "requests.why_not"), kind: "textarea", required: !approve, maxLength: 500, help: t("requests.note_help") }],
    [t, approve],
  );
  return (
    <ActionDialog<RoleRequest>
      title={t(approve ? "requests.approve_title" : "requests.refuse_title", named)}
      name={`access.request/${request.id}/${approve ? "approve" : "refuse"}`}
      fields={fields}
      danger={!approve}
      submitLabel={t(approve ? "requests.approve" : "requests.refuse")}
      onClose={onClose}
      before={
        <Text size="sm" dir="auto">
          {request.valid_to ? t("requests.what_until", { ...named, until: untilWord(request.valid_to), reason: request.reason || t("requests.no_reason") }) : t("requests.what", { ...named, reason: request.reason || t("requests.no_reason") })}
        </Text>
      }
      submit={(_body, { values }) => api.post<RoleRequest>(`/access/requests/${request.id}/${approve ? "approve" : "refuse"}`, { note: values["note"] || undefined }, { version: request.version })}
      onSaved={() => {
        showDone(t(approve ? "requests.approved" : "requests.refused", named));
        void refresh(...touched);
      }}
    />
  );
}
