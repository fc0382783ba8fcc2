import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { DateText } from "@/ui/DateText";
import { Form } from "@/ui/form/Form";
import { Unknown } from "@/ui/Unknown";
import { written, type Person } from "../wire";
import { personalFields } from "./fields";
import classes from "./people.module.css";

/** Personal data, for those who hold the right to it. Reading it is logged. */
export function PersonalTab({ person, editable }: { person: Person; editable: boolean }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const fields = useMemo(() => personalFields(t), [t]);
  if (!editable) {
    return (
      <dl className={classes.facts}>
        <div>
          <dt>{t("person.birth_date")}</dt>
          <dd>
            <DateText value={person.birth_date} />
          </dd>
        </div>
        <div>
          <dt>{t("person.personal_phone")}</dt>
          <dd>{person.personal_phone || <Unknown />}</dd>
        </div>
        <div>
          <dt>{t("person.home_address")}</dt>
          <dd className={classes.lines}>{person.home_address || <Unknown />}</dd>
        </div>
        <div>
          <dt>{t("person.notes")}</dt>
          <dd className={classes.lines}>{person.notes || <Unknown />}</dd>
        </div>
      </dl>
    );
  }
  return (
    <div className={classes.narrow}>
      <Text size="sm" c="dimmed" mb="md">
        {t("person.personal_help")}
      </Text>
      <Form<Person>
        name={`hr.employee.personal/${person.id}`}
        fields={fields}
        record={person}
        version={person.version}
        submitLabel={t("save")}
        submit={(body, context) => api.patch<Person>(`/hr/employees/${person.id}`, written(body), context.version)}
        reload={() => api.get<Person>(`/hr/employees/${person.id}`)}
        onSaved={() => void refresh("/hr", "/history")}
      />
    </div>
  );
}
