import { Radio, Stack } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { formatDay, today } from "@/ui/dates";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { Padded } from "@/ui/Screen";
import { employeeSource } from "../sources";
import type { Person } from "../wire";
import { jobFields } from "./fields";

/** Opens another employment of somebody who left. How service counts has no standard: it is asked. */
export function RehireForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const since = formatDay(person.seniority_from);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "hired_on", label: t("hire.first_day"), kind: "date", required: true, wide: true },
      {
        name: "seniority", label: t("rehire.seniority"), kind: "text", required: true, wide: true,
        render: ({ value, onChange, error, id }) => (
          <Radio.Group id={id} label={t("rehire.seniority")} required error={error} value={typeof value === "string" ? value : ""} onChange={onChange}>
            <Stack gap="xs" mt="xs">
              {["anew", "first", "gap"].map((choice) => (
                <Radio key={choice} value={choice} label={t(`rehire.${choice}`)} description={t(`rehire.${choice}_help`, { since })} />
              ))}
            </Stack>
          </Radio.Group>
        ),
      },
      ...jobFields(t),
      { name: "manager_id", label: t("line.manager"), kind: "picker", picker: employeeSource },
    ],
    [t, since],
  );
  const defaults = useMemo(() => ({ hired_on: today(), employment_type: "full_time" }), []);
  return (
    <Padded>
      {person.login_id ? <Notice tone="info">{t("rehire.login")}</Notice> : null}
      <Form<Person>
        name={`hr.employee.rehire/${person.id}`}
        fields={fields}
        defaults={defaults}
        submitLabel={t("rehire.submit")}
        submit={(body, context) => api.post<Person>(`/hr/employees/${person.id}/rehire`, body, { version: person.version, idempotencyKey: context.idempotencyKey })}
        onSaved={() => {
          void refresh("/hr", "/history");
          onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
