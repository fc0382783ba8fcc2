import { Button, Group } from "@mantine/core";
import { IconPlus, IconUpload } from "@tabler/icons-react";
import { useMemo, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Versioned } from "@/api/client";
import { useGo, useParams } from "../address";
import { DataGrid, type GridEdit } from "../DataGrid";
import { EmptyBlock } from "../EmptyBlock";
import { PageHeader } from "../PageHeader";
import { Screen } from "../Screen";
import { useCan } from "../session";
import { SidePanel } from "../SidePanel";
import { memberOf } from "../value";
import { namesOf, type ObjectDescription } from "./description";
import { emptied, ObjectForm } from "./ObjectForm";
import { ObjectDetail } from "./ObjectPage";
import { flattened, useObject } from "./useObject";

/** The screen of an object's list. */
export function listOf<T extends Versioned>(object: ObjectDescription<T>): ComponentType {
  const Listed = () => <ObjectList object={object} />;
  Listed.displayName = `List(${object.entity})`;
  return Listed;
}

/** All records of an object that one may see, and the way to a new one. */
export function ObjectList<T extends Versioned>({ object }: { object: ObjectDescription<T> }) {
  const { entity, endpoint, path, icon: Mark } = object;
  const { t } = useTranslation("ui");
  const { say, columns, specs } = useObject(object);
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const create = object.made !== false && can(`${entity}.create`);
  const load = object.importAs && can(`${entity}.import`) ? () => go(`/admin/imports?target=${object.importAs}`) : undefined;
  const begin = () => set({ new: "1" });
  const close = () => set({ new: undefined });
  // What the form asks for when a record is changed is changed in the list, too.
  const edit = useMemo<GridEdit<T>>(
    () => ({
      entity,
      fields: specs(false),
      read: (record) => flattened(record, object.fields),
      write: object.write ?? emptied,
      closed: object.closed ? (record) => object.closed?.(record) === true : undefined,
      away: object.away,
      single: object.fields.filter((f) => f.name.includes(".")).map((f) => f.name),
      title: (record) => String(memberOf(record, object.title) ?? ""),
    }),
    [entity, specs, object],
  );
  return (
    <Screen>
      <PageHeader
        title={say("title")}
        icon={Mark}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={begin}>
              {say("new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<T>
        name={`${namesOf(entity).namespace}.${path.split("/").pop() ?? ""}`}
        label={say("title")}
        endpoint={endpoint}
        entity={entity}
        columns={columns}
        defaultSort={object.sort}
        href={(record) => `${path}/${record.id}`}
        preview={(record) => ({ title: String(memberOf(record, object.title) ?? ""), body: <ObjectDetail object={object} id={record.id} /> })}
        edit={object.bulk === false ? undefined : edit}
        exportable={can(`${entity}.export`)}
        empty={
          <EmptyBlock
            icon={Mark}
            title={say("none")}
            text={say("none_text")}
            action={
              <Group gap="sm" justify="center">
                {create ? <Button onClick={begin}>{say("new")}</Button> : null}
                {load ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={load}>
                    {t("object.import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={create && Boolean(params["new"])} onClose={close} title={say("new")}>
        <ObjectForm object={object} onDone={close} />
      </SidePanel>
    </Screen>
  );
}
