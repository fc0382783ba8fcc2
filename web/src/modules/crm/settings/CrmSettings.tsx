import { ActionIcon, Button, Text, Tooltip } from "@mantine/core";
import { IconPencil, IconPlus, IconSettings } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { Card } from "@/ui/Card";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { usePipelines } from "../deals/pipelines";
import { written, type Pipeline, type Setting, type Stage } from "../wire";
import { LostReasons } from "./LostReasons";
import { PipelineForm } from "./PipelineForm";
import classes from "./settings.module.css";

/** How the CRM works here: pipelines and their stages, why deals are lost, how documents are counted. */
export function CrmSettings() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const pipelines = usePipelines();
  const [edited, setEdited] = useState<Pipeline | "new" | null>(null);
  const configure = can("crm.pipeline.configure");
  const old = edited === "new" || edited === null ? undefined : edited;
  return (
    <Screen>
      <PageHeader
        title={t("settings.title")}
        icon={IconSettings}
        actions={
          configure ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setEdited("new")}>
              {t("settings.new_pipeline")}
            </Button>
          ) : null
        }
      />
      <div className={classes.page}>
        {pipelines.isPending ? <RecordSkeleton /> : null}
        {pipelines.isError ? <ErrorBlock error={pipelines.error} retry={() => void pipelines.refetch()} /> : null}
        {(pipelines.data?.items ?? []).map((pipeline) => (
          <PipelineCard key={pipeline.id} pipeline={pipeline} onEdit={configure ? () => setEdited(pipeline) : undefined} />
        ))}
        <LostReasons />
        {can("crm.setting.read") ? <Documents /> : null}
      </div>
      <SidePanel opened={edited !== null} onClose={() => setEdited(null)} title={old ? t("settings.edit_pipeline", { name: old.name }) : t("settings.new_pipeline")} size="lg">
        {edited !== null ? <PipelineForm key={old?.id ?? "new"} pipeline={old} onDone={() => setEdited(null)} /> : null}
      </SidePanel>
    </Screen>
  );
}

function PipelineCard({ pipeline, onEdit }: { pipeline: Pipeline; onEdit?: () => void }) {
  const { t } = useTranslation("crm");
  const only = pipeline.stages?.find((s) => s.id === pipeline.create_only_in);
  const rules = [
    pipeline.no_skip ? t("settings.no_skip") : "",
    pipeline.no_back ? t("settings.no_back") : "",
    only ? t("settings.only_in", { stage: only.name }) : "",
  ].filter(Boolean);
  return (
    <Card
      title={pipeline.name}
      flush
      actions={
        <>
          {pipeline.is_default ? <StatusBadge kind="crm.pipeline" state="default" tone="info" label={t("settings.default")} /> : null}
          {pipeline.active ? null : <StatusBadge kind="crm.pipeline" state="inactive" label={t("settings.inactive")} />}
          {onEdit ? (
            <Tooltip label={t("settings.edit_pipeline", { name: pipeline.name })}>
              <ActionIcon size={28} onClick={onEdit} aria-label={t("settings.edit_pipeline", { name: pipeline.name })}>
                <IconPencil size={16} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </>
      }
    >
      {rules.length > 0 ? (
        <Text size="sm" c="dimmed" px="lg" pb="sm">
          {rules.join(" · ")}
        </Text>
      ) : null}
      <div className={classes.rows}>
        <Rows<Stage>
          label={t("settings.stages_of", { pipeline: pipeline.name })}
          rows={pipeline.stages ?? []}
          rowKey={(s) => s.id}
          faded={(s) => !s.active}
          columns={[
            { key: "name", label: t("settings.stage"), cell: (s) => s.name, width: "28%" },
            { key: "category", label: t("settings.category"), cell: (s) => <StatusBadge kind="crm.deal" state={s.category} label={t(`deal.states.${s.category}`)} /> },
            { key: "probability", label: t("deal.probability"), numeric: true, cell: (s) => t("percent", { value: s.probability }) },
            { key: "needs", label: t("settings.needs"), cell: (s) => (s.entry_fields ?? []).map((f) => t(`settings.fields.${f}`, { defaultValue: f })).join(", ") || "–" },
            { key: "rules", label: t("settings.rules"), cell: (s) => stageRules(s) || "–" },
          ]}
        />
      </div>
    </Card>
  );

  function stageRules(stage: Stage): string {
    return [
      stage.active ? "" : t("settings.inactive"),
      stage.locked ? t("settings.locked") : "",
      stage.category === "open" && !stage.won_allowed ? t("settings.no_win") : "",
    ].filter(Boolean).join(", ");
  }
}

function Documents() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const refresh = useRefresh();
  const setting = useGet<Setting>("/crm/settings");
  const editable = can("crm.setting.update");
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "document_rounding", label: t("settings.rounding"), kind: "select", required: true, disabled: !editable, help: t("settings.rounding_help"),
        options: ["half_up", "half_even"].map((value) => ({ value, label: t(`settings.roundings.${value}`) })),
      },
      {
        name: "line_rounding", label: t("settings.line_rounding"), kind: "select", required: true, disabled: !editable, help: t("settings.line_rounding_help"),
        options: ["line", "document"].map((value) => ({ value, label: t(`settings.line_roundings.${value}`) })),
      },
      { name: "default_currency", label: t("settings.currency"), kind: "text", required: true, disabled: !editable, maxLength: 3, help: t("settings.currency_help") },
    ],
    [t, editable],
  );
  return (
    <Card title={t("settings.documents")}>
      {setting.isPending ? <RecordSkeleton /> : null}
      {setting.isError ? <ErrorBlock error={setting.error} retry={() => void setting.refetch()} compact /> : null}
      {setting.data ? (
        <>
          <Text size="sm" c="dimmed" mb="md">
            {t("settings.documents_text")}
          </Text>
          {editable ? (
            <Form<Setting>
              name="crm.setting"
              fields={fields}
              record={setting.data}
              version={setting.data.version}
              submitLabel={t("settings.save")}
              submit={(body, context) => api.patch<Setting>("/crm/settings", written(body), context.version)}
              reload={() => api.get<Setting>("/crm/settings")}
              onSaved={() => void refresh("/crm/settings")}
            />
          ) : (
            <Text size="sm">
              {t(`settings.roundings.${setting.data.document_rounding}`)} · {t(`settings.line_roundings.${setting.data.line_rounding}`)} · {setting.data.default_currency}
            </Text>
          )}
        </>
      ) : null}
    </Card>
  );
}
