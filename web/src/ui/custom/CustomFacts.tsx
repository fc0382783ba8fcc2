import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Versioned } from "@/api/client";
import { useRefresh } from "@/api/query";
import { AppLink } from "../AppLink";
import { isEmptyValue, type FieldSpec } from "../form/fields";
import { InlineEdit } from "../InlineEdit";
import { useEntities } from "../registry";
import { useCan } from "../session";
import { memberOf } from "../value";
import classes from "./custom.module.css";
import { CustomValue } from "./CustomValue";
import { FileChoice } from "./FileChoice";
import { specOf } from "./specs";
import { useCustomFields } from "./useCustomFields";
import { labelOf, nameOf, type CustomField } from "./wire";

export interface CustomFactsProps {
  /** "crm.account" */
  entity: string;
  /** "/crm/accounts" */
  endpoint: string;
  record: Versioned;
  editable: boolean;
}

/** As many are shown empty; of more, the empty ones wait behind a button. */
const mostEmpty = 8;

/** What the organisation's own fields say of a record, each edited in its place. */
export function CustomFacts({ entity, endpoint, record, editable }: CustomFactsProps) {
  const { t } = useTranslation("ui");
  const { fields } = useCustomFields(entity);
  const can = useCan();
  const [all, setAll] = useState(false);
  if (fields.length === 0) return null;
  const empty = fields.filter((field) => isEmptyValue(memberOf(record, nameOf(field))));
  const shown = all || fields.length <= mostEmpty ? fields : fields.filter((field) => !empty.includes(field));
  return (
    <section className={classes.section} aria-label={t("custom.section")}>
      <div className={classes.head}>
        <h2>{t("custom.section")}</h2>
        {can("custom.field.manage") ? (
          <AppLink to={`/admin/custom-fields?entity=${entity}`} fz="xs">
            {t("custom.manage")}
          </AppLink>
        ) : null}
      </div>
      <dl className={classes.facts}>
        {shown.map((field) => (
          <div key={field.key}>
            <dt>{labelOf(field)}</dt>
            <dd>
              <OneFact field={field} entity={entity} endpoint={endpoint} record={record} editable={editable} />
            </dd>
          </div>
        ))}
      </dl>
      {fields.length > mostEmpty && empty.length > 0 ? (
        <Button variant="transparent" color="gray" size="compact-sm" mt="xs" px={0} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("custom.hide_empty") : t("custom.show_empty", { count: empty.length })}
        </Button>
      ) : null}
    </section>
  );
}

function OneFact({ field, entity, endpoint, record, editable }: CustomFactsProps & { field: CustomField }) {
  const { t } = useTranslation("ui");
  const entities = useEntities();
  const can = useCan();
  const refresh = useRefresh();
  const { id } = record;
  const spec = useMemo<FieldSpec | undefined>(() => {
    if (field.kind !== "file") return specOf(field, { entities, can, t });
    const name = nameOf(field);
    return {
      name, label: labelOf(field), kind: "picker", labelField: `${name}.name`, sensitive: Boolean(field.class),
      render: (control) => <FileChoice record={{ entity, id }} label={labelOf(field)} name={memberOf(record, `${name}.name`) as string | undefined} {...control} />,
    };
  }, [field, entities, can, t, entity, id, record]);
  const shown = <CustomValue field={field} value={memberOf(record, nameOf(field))} whole />;
  if (!spec || spec.disabled) return shown;
  return (
    <InlineEdit<Versioned>
      name={`${entity}/${id}`}
      field={spec}
      record={record}
      version={record.version}
      editable={editable}
      submit={(body, context) => api.patch<Versioned>(`${endpoint}/${id}`, body, context.version)}
      reload={() => api.get<Versioned>(`${endpoint}/${id}`)}
      onSaved={() => void refresh(endpoint, "/history")}
    >
      {shown}
    </InlineEdit>
  );
}
