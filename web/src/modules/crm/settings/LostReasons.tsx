import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { Card } from "@/ui/Card";
import { ErrorBlock } from "@/ui/ErrorBlock";
import type { FieldSpec } from "@/ui/form/fields";
import { Rows, type RowColumn } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { useLostReasons } from "../deals/pipelines";
import type { Items, LostReason } from "../wire";
import classes from "./settings.module.css";

/** Why deals are lost here. Who configures pipelines adds reasons, renames them and takes them out of use. */
export function LostReasons() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const reasons = useLostReasons();
  const [edited, setEdited] = useState<LostReason | "new" | null>(null);
  const configure = can("crm.pipeline.configure");
  const columns: RowColumn<LostReason>[] = [
    { key: "name", label: t("settings.reason"), cell: (r) => r.name },
    { key: "note", label: t("settings.note"), cell: (r) => (r.needs_note ? t("settings.note_needed") : t("settings.note_free")) },
    { key: "state", label: t("status"), cell: (r) => (r.active ? t("settings.in_use") : t("settings.inactive")) },
  ];
  if (configure) {
    columns.push({
      key: "edit", label: t("edit"), bare: true, width: 44,
      cell: (r) => (
        <Tooltip label={t("settings.edit_reason", { name: r.name })}>
          <ActionIcon size={28} onClick={() => setEdited(r)} aria-label={t("settings.edit_reason", { name: r.name })}>
            <IconPencil size={16} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      ),
    });
  }
  return (
    <Card
      title={t("settings.reasons")}
      count={reasons.data?.items?.length}
      flush
      actions={
        configure ? (
          <Button variant="default" size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setEdited("new")}>
            {t("settings.new_reason")}
          </Button>
        ) : null
      }
    >
      {reasons.isError ? <ErrorBlock error={reasons.error} retry={() => void reasons.refetch()} compact /> : null}
      <div className={classes.rows}>
        <Rows<LostReason> label={t("settings.reasons")} rows={reasons.data?.items ?? []} rowKey={(r) => r.id} faded={(r) => !r.active} columns={columns} />
      </div>
      {edited ? <ReasonDialog reason={edited === "new" ? undefined : edited} onClose={() => setEdited(null)} /> : null}
    </Card>
  );
}

function ReasonDialog({ reason, onClose }: { reason?: LostReason; onClose: () => void }) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("settings.reason"), kind: "text", required: true, maxLength: 100 },
      { name: "needs_note", label: t("settings.needs_note"), kind: "boolean" },
      ...(reason ? [{ name: "active", label: t("settings.in_use"), kind: "boolean" as const, help: t("settings.retire_help") }] : []),
    ],
    [t, reason],
  );
  return (
    <ActionDialog<LostReason>
      title={reason ? t("settings.edit_reason", { name: reason.name }) : t("settings.new_reason")}
      name={`crm.lost_reason/${reason?.id ?? "new"}`}
      fields={fields}
      record={reason}
      version={reason?.version}
      submitLabel={reason ? t("save") : t("settings.new_reason")}
      submit={(body, context) =>
        reason
          ? api.patch<LostReason>(`/crm/lost-reasons/${reason.id}`, body, context.version)
          : api.post<LostReason>("/crm/lost-reasons", body, { idempotencyKey: context.idempotencyKey })
      }
      reload={reason ? async () => (await api.get<Items<LostReason>>("/crm/lost-reasons")).items?.find((r) => r.id === reason.id) ?? reason : undefined}
      onSaved={() => void refresh("/crm/lost-reasons", "/crm/deals")}
      onClose={onClose}
    />
  );
}
