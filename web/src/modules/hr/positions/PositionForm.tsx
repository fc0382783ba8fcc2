import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { unitSource } from "../sources";
import type { Position } from "../wire";

/** States of a position. */
export const positionStates = ["open", "filled", "frozen", "closed"];

function flat(position: Position): Position & Record<string, unknown> {
  return { ...position, unit_id: position.unit.id, unit_name: position.unit.name };
}

interface PositionFormProps {
  position?: Position;
  unit?: string;
  onDone: () => void;
}

/** Makes a position, or changes one. */
export function PositionForm({ position, unit, onDone }: PositionFormProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "title", label: t("position.name"), kind: "text", required: true, maxLength: 200, wide: true },
      { name: "unit_id", label: t("job.unit"), kind: "picker", picker: unitSource, labelField: "unit_name", required: true },
      { name: "grade", label: t("position.grade"), kind: "text", maxLength: 60 },
      { name: "headcount", label: t("position.headcount"), kind: "integer", help: t("position.headcount_help") },
      ...(position
        ? [{ name: "status", label: t("position.status"), kind: "select" as const, required: true, options: positionStates.map((value) => ({ value, label: t(`position.state.${value}`) })) }]
        : []),
    ],
    [t, position],
  );
  const record = useMemo(() => (position ? flat(position) : undefined), [position]);
  const defaults = useMemo(() => ({ unit_id: unit ?? "", headcount: "1" }), [unit]);
  const written = (body: Record<string, unknown>) => Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? (name === "headcount" ? 0 : "")]));
  return (
    <Padded>
      <Form<Position>
        name={position ? `hr.position/${position.id}` : "hr.position/new"}
        fields={fields}
        record={record}
        defaults={defaults}
        version={position?.version}
        submitLabel={position ? t("save") : t("position.create")}
        repeat={!position}
        submit={(body, context) =>
          position
            ? api.patch<Position>(`/hr/positions/${position.id}`, written(body), context.version)
            : api.post<Position>("/hr/positions", written(body), { idempotencyKey: context.idempotencyKey })
        }
        reload={position ? async () => flat(await api.get<Position>(`/hr/positions/${position.id}`)) : undefined}
        onSaved={(_saved, mode) => {
          void refresh("/hr", "/history");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
