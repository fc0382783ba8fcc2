import type { ReactNode } from "react";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import type { FieldSpec } from "@/ui/form/fields";
import { InlineEdit } from "@/ui/InlineEdit";
import type { Fact } from "@/ui/RecordPage";
import { flat, written } from "../wire";

interface Versioned {
  id: string;
  version: number;
}

interface InlineOptions {
  /** "crm.account" */
  entity: string;
  /** "/crm/accounts" */
  endpoint: string;
  fields: FieldSpec[];
  editable: boolean;
}

/** Returns a function that makes a fact of a record's field, edited in its place. */
export function useInline<T extends Versioned>(record: T, { entity, endpoint, fields, editable }: InlineOptions) {
  const refresh = useRefresh();
  const source = flat(record);
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
          submit={(body, context) => api.patch<T>(`${endpoint}/${record.id}`, written(body), context.version)}
          reload={async () => flat(await api.get<T>(`${endpoint}/${record.id}`))}
          onSaved={() => void refresh(endpoint, "/history")}
        >
          {shown}
        </InlineEdit>
      ),
    };
  };
}
