import { useMemo, type ReactNode } from "react";
import { api, type Versioned } from "@/api/client";
import { useRefresh } from "@/api/query";
import type { FieldSpec } from "./form/fields";
import { InlineEdit } from "./InlineEdit";
import type { Fact } from "./RecordPage";

interface InlineFactsOptions<T> {
  /** "crm.account" */
  entity: string;
  /** "/crm/accounts" */
  endpoint: string;
  fields: FieldSpec[];
  editable: boolean;
  /** The record as forms read it. */
  read: (record: T) => T & Record<string, unknown>;
  /** What a form sends, as the API reads it. */
  write: (body: Record<string, unknown>) => Record<string, unknown>;
}

/** Returns a function that makes a fact of a record's field, edited in its place. */
export function useInlineFacts<T extends Versioned>(record: T, { entity, endpoint, fields, editable, read, write }: InlineFactsOptions<T>) {
  const refresh = useRefresh();
  const source = useMemo(() => read(record), [record, read]);
  return (name: string, shown: ReactNode, options: { editable?: boolean; hidden?: boolean } = {}): Fact => {
    const field = fields.find((f) => f.name === name);
    if (!field) return { label: name, value: shown, hidden: true };
    return {
      label: field.label,
      hidden: options.hidden,
      value: (
        <InlineEdit<T>
          name={`${entity}/${record.id}`}
          field={field}
          record={source}
          version={record.version}
          editable={editable && options.editable !== false}
          submit={(body, context) => api.patch<T>(`${endpoint}/${record.id}`, write(body), context.version)}
          reload={async () => read(await api.get<T>(`${endpoint}/${record.id}`))}
          onSaved={() => void refresh(endpoint, "/history")}
        >
          {shown}
        </InlineEdit>
      ),
    };
  };
}
