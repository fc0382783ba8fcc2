import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { toValues, type FieldSpec, type Values } from "../form/fields";
import { useEntities } from "../registry";
import { useCan } from "../session";
import { specsOf } from "./specs";
import { useCustomFields } from "./useCustomFields";
import { nameOf } from "./wire";

const none: FieldSpec[] = [];

/** What a form asks for besides: the organisation's own fields of an object, and what a new record begins with. */
export function useCustomForm(entity: string | undefined, record: unknown): { ready: boolean; fields: FieldSpec[]; defaults: Values } {
  const { t } = useTranslation("ui");
  const { ready, fields } = useCustomFields(entity);
  const entities = useEntities();
  const can = useCan();
  const making = record === undefined;
  const made = useMemo(() => {
    if (fields.length === 0) return { fields: none, defaults: {} };
    const specs = specsOf(fields, { entities, can, t, section: t("custom.section") }, making);
    const given = fields.filter((f) => f.default !== undefined && f.default !== null);
    const first = { custom: Object.fromEntries(given.map((f) => [f.key, f.default])) };
    return { fields: specs, defaults: toValues(first, specs.filter((s) => given.some((f) => nameOf(f) === s.name))) };
  }, [fields, entities, can, making, t]);
  return { ready, ...made };
}
