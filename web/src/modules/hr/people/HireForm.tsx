import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { today } from "@/ui/dates";
import { Form } from "@/ui/form/Form";
import { Padded } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import type { Person } from "../wire";
import { hireFields } from "./fields";

/** Hires somebody: the person with the first job and manager, all from the first day on. */
export function HireForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const refresh = useRefresh();
  const personal = can("hr.employee#personal.update");
  const fields = useMemo(() => hireFields(t, personal), [t, personal]);
  const { unit, position, manager } = params;
  const defaults = useMemo(
    () => ({ hired_on: today(), employment_type: "full_time", unit_id: unit ?? "", position_id: position ?? "", manager_id: manager ?? "" }),
    [unit, position, manager],
  );
  return (
    <Padded>
      <Form<Person>
        custom="hr.employee"
        name="hr.employee/new"
        fields={fields}
        defaults={defaults}
        submitLabel={t("hire.submit")}
        repeat
        submit={(body, context) => api.post<Person>("/hr/employees", body, { idempotencyKey: context.idempotencyKey })}
        onSaved={(person, mode) => {
          void refresh("/hr");
          if (mode !== "close") return;
          onDone();
          go(`/hr/people/${person.id}`);
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
