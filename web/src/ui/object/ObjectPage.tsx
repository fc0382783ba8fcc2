import { IconArchive, IconPencil, IconTrash } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { api, type Versioned } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { useGo } from "../address";
import { useEmbedded } from "../embedded";
import { RecordPage, RecordState, type RecordAction } from "../RecordPage";
import { useCan } from "../session";
import { SidePanel } from "../SidePanel";
import { useInlineFacts } from "../useInlineFacts";
import { memberOf } from "../value";
import type { ObjectDescription } from "./description";
import { ObjectForm } from "./ObjectForm";
import { Shown } from "./Shown";
import { flattened, useObject } from "./useObject";

/** The screen of one record of an object. */
export function pageOf<T extends Versioned>(object: ObjectDescription<T>): ComponentType {
  const Page = () => {
    const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
    return <ObjectDetail object={object} id={id} />;
  };
  Page.displayName = `Page(${object.entity})`;
  return Page;
}

/** A record of an object: on its page, and in the side panel of the list. */
export function ObjectDetail<T extends Versioned>({ object, id }: { object: ObjectDescription<T>; id: string }) {
  const query = useRecord<T>(`${object.endpoint}/${id}`, object.entity);
  return <RecordState query={query}>{(record) => <ObjectView object={object} record={record} />}</RecordState>;
}

const none = () => ({});

function ObjectView<T extends Versioned>({ object, record }: { object: ObjectDescription<T>; record: T }) {
  const { entity, endpoint, path, away } = object;
  const { t } = useTranslation("ui");
  const { say, labels, labelOf, specs } = useObject(object);
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const embedded = useEmbedded();
  const [editing, setEditing] = useState(false);
  const useMore: NonNullable<typeof object.useMore> = object.useMore ?? none;
  const more = useMore(record); // the same hook for as long as the page is open: it belongs to the description
  const open = !object.closed?.(record);
  const editable = open && can(`${entity}.update`);
  const fields = specs(false);
  const written = object.write;
  const fact = useInlineFacts(record, {
    entity,
    endpoint,
    fields,
    editable,
    read: (read) => flattened(read, object.fields),
    write: (body) => (written ? written(body, record) : Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? ""]))),
  });

  const actions: RecordAction[] = [...(more.actions ?? [])];
  if (editable) actions.push({ id: "edit", label: t("object.edit"), icon: IconPencil, run: () => setEditing(true) });
  if (away && open && can(`${entity}.${away}`)) {
    actions.push({
      id: away, label: t(`object.${away}`), icon: away === "delete" ? IconTrash : IconArchive, danger: away === "delete",
      run: async () => {
        if (away === "archive") await api.post(`${endpoint}/${record.id}/archive`, undefined, { version: record.version });
        else {
          await api.delete(`${endpoint}/${record.id}`, record.version);
          if (!embedded) go(path);
        }
        await refresh(endpoint, "/history");
      },
    });
  }
  const status = object.fields.find((f) => f.kind === "status");
  const told = object.fields.filter((f) => f.fact !== false && f.name !== object.title);
  return (
    <>
      <RecordPage
        icon={object.icon}
        title={String(memberOf(record, object.title) ?? "")}
        subtitle={object.subtitle?.(record)}
        status={status ? <Shown object={object} field={status} record={record} /> : null}
        actions={actions}
        facts={more.facts}
        details={told.map((f) => {
          const shown = <Shown object={object} field={f} record={record} />;
          return fields.some((spec) => spec.name === f.name) ? fact(f.name, shown) : { label: labelOf(f), value: shown };
        })}
        custom={object.custom ? { entity, endpoint, record, editable } : undefined}
        tabs={more.tabs ?? []}
        related={more.related}
        timeline={{ entity, id: record.id, fieldLabels: labels, refreshes: [endpoint] }}
        path={`${path}/${record.id}`}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={say("edit")}>
        <ObjectForm object={object} record={record} onDone={() => setEditing(false)} />
      </SidePanel>
    </>
  );
}
