import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import { Padded } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { written, type Person } from "../wire";
import { identityFields, personalFields } from "./fields";

/** Changes who somebody is. What belongs to a day, such as the job, has its own verbs. */
export function PersonForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  const refresh = useRefresh();
  const personal = !(person._hidden ?? []).includes("personal") && can("hr.employee#personal.update");
  const fields = useMemo(() => [...identityFields(t), ...(personal ? personalFields(t) : [])], [t, personal]);
  return (
    <Padded>
      <Form<Person>
        custom="hr.employee"
        name={`hr.employee/${person.id}`}
        fields={fields}
        record={person}
        version={person.version}
        submitLabel={t("save")}
        submit={(body, context) => api.patch<Person>(`/hr/employees/${person.id}`, written(body), context.version)}
        reload={() => api.get<Person>(`/hr/employees/${person.id}`)}
        onSaved={(_saved, mode) => {
          void refresh("/hr", "/history");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
