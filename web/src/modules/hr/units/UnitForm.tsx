import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { employeeSource, unitSource } from "../sources";
import { written, type OrgUnit } from "../wire";

/** A unit as forms read it. */
function flat(unit: OrgUnit): OrgUnit & Record<string, unknown> {
  return { ...unit, parent_id: unit.parent?.id ?? "", parent_name: unit.parent?.name ?? "", manager_id: unit.manager?.id ?? "", manager_name: unit.manager?.name ?? "" };
}

interface UnitFormProps {
  unit?: OrgUnit;
  parent?: string;
  onDone: () => void;
}

/** Makes a unit, or changes one. */
export function UnitForm({ unit, parent, onDone }: UnitFormProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("unit.name"), kind: "text", required: true, maxLength: 200, wide: true },
      { name: "parent_id", label: t("unit.parent"), kind: "picker", picker: unitSource, labelField: "parent_name", help: t("unit.parent_help"), wide: true },
      { name: "manager_id", label: t("unit.manager"), kind: "picker", picker: employeeSource, labelField: "manager_name", help: t("unit.manager_help"), wide: true },
      { name: "code", label: t("unit.code"), kind: "text", maxLength: 60, help: t("unit.code_help") },
    ],
    [t],
  );
  const record = useMemo(() => (unit ? flat(unit) : undefined), [unit]);
  const defaults = useMemo(() => ({ parent_id: parent ?? "" }), [parent]);
  return (
    <Padded>
      <Form<OrgUnit>
        name={unit ? `hr.unit/${unit.id}` : "hr.unit/new"}
        fields={fields}
        record={record}
        defaults={defaults}
        version={unit?.version}
        submitLabel={unit ? t("save") : t("unit.create")}
        repeat={!unit}
        submit={(body, context) =>
          unit ? api.patch<OrgUnit>(`/hr/units/${unit.id}`, written(body), context.version) : api.post<OrgUnit>("/hr/units", body, { idempotencyKey: context.idempotencyKey })
        }
        reload={unit ? async () => flat(await api.get<OrgUnit>(`/hr/units/${unit.id}`)) : undefined}
        onSaved={(_saved, mode) => {
          void refresh("/hr", "/history");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
