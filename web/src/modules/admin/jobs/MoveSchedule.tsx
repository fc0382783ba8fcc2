import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { showDone } from "@/ui/UndoToast";
import { zoneOptions } from "@/ui/zones";
import type { ScheduleState } from "./types";
import { handlerWord } from "./words";

interface MoveScheduleProps {
  schedule: ScheduleState;
  onClose: () => void;
}

/** Moves a schedule to other times, another clock or another way to catch up. */
export function MoveSchedule({ schedule: s, onClose }: MoveScheduleProps) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "spec", label: t("jobs.schedule.spec"), kind: "text", required: true, maxLength: 200, help: t("jobs.schedule.spec_help", { declared: s.declared }) },
      { name: "zone", label: t("jobs.schedule.zone"), kind: "select", required: true, options: zoneOptions(s.zone, s.org_zone) },
      {
        name: "misfire",
        label: t("jobs.schedule.misfire"),
        kind: "select",
        required: true,
        options: (["once", "all", "skip"] as const).map((value) => ({ value, label: t(`jobs.schedule.misfires_long.${value}`) })),
      },
    ],
    [t, s.declared, s.zone, s.org_zone],
  );
  return (
    <ActionDialog<ScheduleState>
      title={t("jobs.schedule.move_title", { work: handlerWord(s.name) })}
      name={`jobs.schedule/${s.name}`}
      fields={fields}
      record={s}
      version={s.version}
      submitLabel={t("jobs.schedule.move")}
      onClose={onClose}
      before={<Text size="sm">{t("jobs.schedule.now", { words: s.words, zone: s.zone })}</Text>}
      submit={(body, { version }) => api.patch<ScheduleState>(`/jobs/schedules/${s.name}`, body, version)}
      onSaved={(after) => {
        showDone(t("jobs.schedule.moved_to", { words: after.words }));
        void refresh("/jobs");
      }}
    />
  );
}
