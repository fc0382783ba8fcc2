import { ActionIcon, Button, Checkbox, Group, Menu, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { toProblem, type FieldProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { NumberField } from "@/ui/NumberField";
import type { Pipeline } from "../wire";
import classes from "./settings.module.css";
import { canShift, categories, draftStages, entryFields, faultOf, insertStage, newStage, sentStages, type DraftStage } from "./stages";

interface PipelineFormProps {
  /** Without it a new pipeline is made. */
  pipeline?: Pipeline;
  onDone: () => void;
}

/** A pipeline: its rules, and its stages in order. */
export function PipelineForm({ pipeline, onDone }: PipelineFormProps) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const [stages, setStages] = useState<DraftStage[]>(() => draftStages(pipeline, { open: t("settings.first_stage"), won: t("deal.states.won"), lost: t("deal.states.lost") }));
  const [errors, setErrors] = useState<FieldProblem[]>([]);
  const open = stages.filter((s) => s.category === "open" && s.id && s.active);
  const starts = open.map((s) => ({ value: s.id ?? "", label: s.name }));
  const startKey = JSON.stringify(starts);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("settings.pipeline_name"), kind: "text", required: true, maxLength: 100, wide: true },
      { name: "no_skip", label: t("settings.no_skip"), kind: "boolean" },
      { name: "no_back", label: t("settings.no_back"), kind: "boolean" },
      { name: "is_default", label: t("settings.is_default"), kind: "boolean", disabled: pipeline?.is_default },
      { name: "active", label: t("settings.is_active"), kind: "boolean", disabled: pipeline?.is_default },
      ...(pipeline ? [{ name: "create_only_in", label: t("settings.create_only_in"), kind: "select" as const, options: JSON.parse(startKey) as { value: string; label: string }[], wide: true }] : []),
    ],
    [t, pipeline, startKey],
  );
  const defaults = useMemo(() => ({ active: true }), []);
  const change = (index: number, patch: Partial<DraftStage>) => {
    setErrors([]);
    setStages(stages.map((s, n) => (n === index ? { ...s, ...patch } : s)));
  };
  const shift = (index: number, by: -1 | 1) => {
    const next = [...stages];
    const stage = next.splice(index, 1)[0];
    if (stage) next.splice(index + by, 0, stage);
    setStages(next);
  };
  const submit = async (body: Record<string, unknown>, version: number | undefined, idempotencyKey: string) => {
    const whole = { ...body, ...("create_only_in" in body ? { create_only_in: body["create_only_in"] ?? "" } : {}), stages: sentStages(stages) };
    try {
      return pipeline
        ? await api.patch<Pipeline>(`/crm/pipelines/${pipeline.id}`, whole, version)
        : await api.post<Pipeline>("/crm/pipelines", whole, { idempotencyKey });
    } catch (cause) {
      setErrors(toProblem(cause).errors);
      throw cause;
    }
  };
  return (
    <Form<Pipeline>
      name={`crm.pipeline/${pipeline?.id ?? "new"}`}
      fields={fields}
      record={pipeline}
      defaults={defaults}
      version={pipeline?.version}
      submitLabel={pipeline ? t("settings.save_pipeline") : t("settings.create_pipeline")}
      submit={(body, context) => submit(body, context.version, context.idempotencyKey)}
      onSaved={() => {
        void refresh("/crm/pipelines", "/crm/deals");
        onDone();
      }}
      onCancel={onDone}
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <h2 style={{ margin: 0, fontSize: 14 }}>{t("deal.stages")}</h2>
          <Button variant="default" size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setStages(insertStage(stages, newStage()))}>
            {t("settings.add_stage")}
          </Button>
        </Group>
        <ol className={classes.stages}>
          {stages.map((stage, index) => (
            <StageRow
              key={stage.key}
              stage={stage}
              fault={faultOf(errors, index)}
              onChange={(patch) => change(index, patch)}
              onUp={canShift(stages, index, -1) ? () => shift(index, -1) : undefined}
              onDown={canShift(stages, index, 1) ? () => shift(index, 1) : undefined}
              // A stage that deals were in is made inactive instead: the server says so.
              onRemove={() => setStages(stages.filter((_, n) => n !== index))}
            />
          ))}
        </ol>
      </Stack>
    </Form>
  );
}

interface StageRowProps {
  stage: DraftStage;
  fault?: string;
  onChange: (patch: Partial<DraftStage>) => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}

const sure = { won: "100", lost: "0" } as const;

function StageRow({ stage, fault, onChange, onUp, onDown, onRemove }: StageRowProps) {
  const { t } = useTranslation("crm");
  const fixed = stage.category === "won" || stage.category === "lost";
  return (
    <li className={classes.stage}>
      <div className={classes.stageHead}>
        <TextInput label={t("settings.stage")} value={stage.name} required maxLength={100} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        <Select
          label={t("settings.category")}
          allowDeselect={false}
          value={stage.category}
          data={categories.map((value) => ({ value, label: t(`deal.states.${value}`) }))}
          onChange={(next) => {
            const category = next as DraftStage["category"];
            onChange({ category, ...(category === "won" || category === "lost" ? { probability: sure[category] } : {}) });
          }}
        />
        <NumberField label={t("deal.probability")} value={stage.probability} unit="%" integer disabled={fixed} onChange={(probability) => onChange({ probability })} />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={32} aria-label={t("settings.stage_menu", { stage: stage.name })}>
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconArrowUp size={16} stroke={1.75} />} disabled={!onUp} onClick={onUp}>
              {t("settings.up")}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown size={16} stroke={1.75} />} disabled={!onDown} onClick={onDown}>
              {t("settings.down")}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} color="red" onClick={onRemove}>
              {t("settings.remove_stage")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.stageMore}>
        <MultiSelect
          aria-label={t("settings.needs_of", { stage: stage.name })}
          placeholder={stage.entry_fields.length === 0 ? t("settings.needs_nothing") : undefined}
          value={stage.entry_fields}
          data={entryFields.map((value) => ({ value, label: t(`settings.fields.${value}`) }))}
          onChange={(entry_fields) => onChange({ entry_fields })}
        />
        {stage.category === "open" ? (
          <Checkbox label={t("settings.won_allowed")} checked={stage.won_allowed} onChange={(event) => onChange({ won_allowed: event.currentTarget.checked })} />
        ) : null}
        <Checkbox label={t("settings.locked")} checked={stage.locked} onChange={(event) => onChange({ locked: event.currentTarget.checked })} />
        <Checkbox label={t("settings.in_use")} checked={stage.active} onChange={(event) => onChange({ active: event.currentTarget.checked })} />
      </div>
      {fault ? (
        <div role="alert" className={classes.fault}>
          {fault}
        </div>
      ) : null}
    </li>
  );
}
