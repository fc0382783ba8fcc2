import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, type Versioned } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo, useParams } from "../address";
import { Form } from "../form/Form";
import { Padded } from "../Screen";
import type { ObjectDescription } from "./description";
import { flattened, useObject } from "./useObject";

interface ObjectFormProps<T extends Versioned> {
  object: ObjectDescription<T>;
  /** Without it a new record is made. */
  record?: T;
  onDone: () => void;
}

/** What a form sends, as most operations read it: "" empties a field, and a missing one stays. */
export const emptied = (body: Record<string, unknown>) => Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? ""]));

/** Makes a record of an object, or changes one. */
export function ObjectForm<T extends Versioned>({ object, record, onDone }: ObjectFormProps<T>) {
  const { t } = useTranslation("ui");
  const { say, specs } = useObject(object);
  const go = useGo();
  const refresh = useRefresh();
  const [params] = useParams();
  const { entity, endpoint, path } = object;
  const fields = useMemo(() => specs(record === undefined), [specs, record]);
  const source = useMemo(() => (record ? flattened(record, object.fields) : undefined), [record, object]);
  const defaults = useMemo(() => object.defaults?.(params) ?? {}, [object, params]);
  const written = object.write ?? emptied;
  return (
    <Padded>
      <Form<T>
        custom={entity}
        name={record ? `${entity}/${record.id}` : `${entity}/new`}
        fields={fields}
        record={source}
        defaults={defaults}
        version={record?.version}
        submitLabel={record ? t("object.save") : say("create")}
        repeat={!record}
        submit={(body, context) =>
          record
            ? api.patch<T>(`${endpoint}/${record.id}`, written(body, record), context.version)
            : api.post<T>(endpoint, written(body), { idempotencyKey: context.idempotencyKey })
        }
        reload={record ? async () => flattened(await api.get<T>(`${endpoint}/${record.id}`), object.fields) : undefined}
        onSaved={(saved, mode) => {
          void refresh(endpoint, "/history");
          if (mode !== "close") return;
          onDone();
          if (!record) go(`${path}/${saved.id}`);
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
