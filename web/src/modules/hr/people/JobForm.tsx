import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { formatDay } from "@/ui/dates";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { flatJob, written, type JobPeriod, type Person } from "../wire";
import { jobFields } from "./fields";

interface JobFormProps {
  person: Person;
  /** The job that is changed from a day on, or that was written down wrong. */
  job: JobPeriod | undefined;
  correct?: boolean;
  onDone: () => void;
}

/** Changes a job from a day on, or corrects what a period says; only what is different is sent. */
export function JobForm({ person, job, correct, onDone }: JobFormProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const record = useMemo(() => flatJob(job), [job]);
  const fields = useMemo<FieldSpec[]>(
    () => [...(correct ? [] : [{ name: "from", label: t("job.from"), kind: "date" as const, required: true, help: t("job.from_help"), wide: true }]), ...jobFields(t, record)],
    [t, correct, record],
  );
  const path = `/hr/employees/${person.id}/jobs`;
  return (
    <Padded>
      <Text size="sm" c="dimmed">
        {correct
          ? t("job.correct_text", { from: formatDay(job?.valid_from ?? ""), to: job?.valid_to ? formatDay(job.valid_to) : t("period.open") })
          : t("job.change_text")}
      </Text>
      <Form<Person>
        name={correct ? `hr.job.correct/${job?.id}` : `hr.job.change/${person.id}`}
        fields={fields}
        record={record}
        version={person.version}
        submitLabel={correct ? t("job.correct_submit") : t("job.change_submit")}
        submit={(body, context) =>
          api.post<Person>(correct ? `${path}/${job?.id}/correct` : path, written(body), { version: person.version, idempotencyKey: context.idempotencyKey })
        }
        onSaved={() => {
          void refresh("/hr", "/history");
          onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
