import { Autocomplete } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { formatDay, isDay, today } from "@/ui/dates";
import { DateField } from "@/ui/DateField";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Notice } from "@/ui/Notice";
import { Padded } from "@/ui/Screen";
import classes from "../shared/shared.module.css";
import { employeeSource } from "../sources";
import type { Employee, Person } from "../wire";

interface EndFormProps {
  person: Person;
  /** The last day that is planned already. */
  planned?: string;
  onDone: () => void;
}

/** Ends an employment, and says before what will happen then. */
export function EndForm({ person, planned, onDone }: EndFormProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const [day, setDay] = useState(planned ?? today());
  const reports = useGet<Page<Employee>>("/hr/employees", { manager_id: person.id, status: "active,upcoming", limit: 1, count: 1 });
  const below = reports.data?.total?.count ?? 0;
  const fields = useMemo<FieldSpec[]>(
    () => [
      {
        name: "last_day", label: t("end.last_day"), kind: "date", required: true, wide: true,
        render: ({ value, onChange, error, id }) => (
          <DateField
            id={id}
            label={t("end.last_day")}
            required
            clearable={false}
            description={t("end.last_day_help")}
            error={error}
            value={typeof value === "string" ? value : ""}
            onChange={(next) => {
              setDay(next);
              onChange(next);
            }}
          />
        ),
      },
      {
        name: "reason", label: t("end.reason"), kind: "text", maxLength: 200, wide: true,
        render: ({ value, onChange, error, id }) => (
          <Autocomplete
            id={id}
            label={t("end.reason")}
            error={error}
            data={["resigned", "dismissed", "fixed_term", "retired", "mutual", "probation"].map((key) => t(`end.reasons.${key}`))}
            value={typeof value === "string" ? value : ""}
            onChange={onChange}
            openOnFocus={false}
            comboboxProps={{ shadow: "md" }}
          />
        ),
      },
      ...(below > 0
        ? [{ name: "successor_id", label: t("end.successor"), kind: "picker" as const, picker: employeeSource, help: t("end.successor_help", { manager: person.manager?.name ?? t("end.above") }), wide: true }]
        : []),
    ],
    [t, below, person.manager?.name],
  );
  const defaults = useMemo(() => ({ last_day: planned ?? today() }), [planned]);
  const now = isDay(day) && day <= today();
  const manager = person.manager?.name;
  return (
    <Padded>
      <Notice tone={now ? "danger" : "warning"} title={now ? t("end.happens_now") : t("end.happens", { day: isDay(day) ? formatDay(day, "long") : "…" })}>
        <ul className={classes.consequences}>
          <li>{person.login_id ? t("end.login") : t("end.no_login")}</li>
          <li>{manager ? t("end.deals", { manager }) : t("end.deals_above")}</li>
          {below > 0 ? <li>{t("end.reports", { count: below, manager: manager ?? t("end.above") })}</li> : null}
          <li>{now ? t("end.final") : t("end.can_move")}</li>
        </ul>
      </Notice>
      <Form<Person>
        name={`hr.employee.end/${person.id}`}
        fields={fields}
        defaults={defaults}
        narrow
        submitLabel={now ? t("end.submit_now") : t("end.submit")}
        submit={(body, context) => api.post<Person>(`/hr/employees/${person.id}/end`, body, { version: person.version, idempotencyKey: context.idempotencyKey })}
        onSaved={() => {
          void refresh("/hr", "/history", "/crm");
          onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
