import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { GridColumn } from "../grid/columns";
import type { GridEdit } from "../grid/edit/description";
import { useEntities } from "../registry";
import { useCan } from "../session";
import type { KanbanMoves } from "../views/KanbanView";
import { columnsOf } from "./columns";
import { specsOf } from "./specs";
import { useCustomFields } from "./useCustomFields";
import { usePeople } from "./usePeople";

interface CustomListOptions<T> {
  entity?: string;
  endpoint: string;
  columns: GridColumn<T>[];
  edit?: GridEdit<T>;
  kanban?: KanbanMoves<T>;
}

/** The columns that an object's list has besides its own: those of the organisation's fields. */
export function useCustomColumns<T>(entity: string | undefined): { ready: boolean; columns: GridColumn<T>[] } {
  const { i18n } = useTranslation("ui");
  const { ready, fields } = useCustomFields(entity);
  const entities = useEntities();
  const people = usePeople(fields.some((f) => f.kind === "person"));
  const { language } = i18n;
  const columns = useMemo(() => columnsOf<T>(fields, { entities, people, language }), [fields, entities, people, language]);
  return { ready, columns };
}

/**
 * What a list is made of, with the organisation's fields: columns behind its own, cells and bulk changes
 * that write them, and boards over them that take cards.
 */
export function useCustomList<T extends object>({ entity, endpoint, columns, edit, kanban }: CustomListOptions<T>) {
  const { t } = useTranslation("ui");
  const { ready, columns: own } = useCustomColumns<T>(entity);
  const { fields } = useCustomFields(entity);
  const entities = useEntities();
  const can = useCan();
  // A screen that shows the columns elsewhere, too, brings them along.
  const all = useMemo(() => (own.length === 0 || columns.some((c) => c.key.startsWith("custom.")) ? columns : [...columns, ...own]), [columns, own]);
  const edited = useMemo<GridEdit<T> | undefined>(() => {
    if (!edit || fields.length === 0) return edit;
    return {
      ...edit,
      fields: [...edit.fields, ...specsOf(fields, { entities, can, t })],
      // The object's own writing knows its own members.
      write: ({ custom, ...body }, row) => ({ ...edit.write(body, row), ...(custom === undefined ? {} : { custom }) }),
    };
  }, [edit, fields, entities, can, t]);
  const moves = useMemo<KanbanMoves<T> | undefined>(() => {
    const choices = fields.filter((f) => f.kind === "choice").map((f) => `custom.${f.key}`);
    if (!edit || choices.length === 0 || !can(`${edit.entity}.update`)) return kanban;
    return {
      fields: [...(kanban?.fields ?? []), ...choices],
      move: (row, field, value) => {
        if (!choices.includes(field)) return kanban?.move(row, field, value) ?? Promise.resolve();
        const { id, version } = row as { id: string; version: number };
        return api.patch<T>(`${endpoint}/${id}`, { custom: { [field.slice("custom.".length)]: value || null } }, version);
      },
    };
  }, [fields, edit, kanban, can, endpoint]);
  return { ready, columns: all, edit: edited, kanban: moves };
}
