import { Text, VisuallyHidden } from "@mantine/core";
import { DndContext, PointerSensor, useSensor, useSensors, type DragEndEvent, type DragOverEvent } from "@dnd-kit/core";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import { showFailed } from "@/ui/UndoToast";
import { FieldRow } from "./FieldRow";
import classes from "./fields.module.css";
import { inOrder, moved } from "./order";
import type { FieldItems } from "./types";

interface FieldListProps {
  entity: string;
  fields: CustomField[];
  label: string;
  manage: boolean;
  onOpen: (field: CustomField) => void;
}

/** The fields of an object in the order of its forms. A field is moved by its handle, with the pointer or the keyboard, or by its menu. */
export function FieldList({ entity, fields, label, manage, onOpen }: FieldListProps) {
  const { t } = useTranslation("fields");
  const refresh = useRefresh();
  const [order, setOrder] = useState<string[] | null>(null);
  // What is held by the keyboard: where it came from, to be put back.
  const [held, setHeld] = useState<{ id: string; before: string[] } | null>(null);
  const [over, setOver] = useState<{ id: string; after: boolean } | null>(null);
  const [said, setSaid] = useState("");
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const shown = inOrder(fields, order);
  const ids = shown.map((field) => field.id);
  const nameOf = (id: string) => labelOf(fields.find((field) => field.id === id) ?? { key: "", label: {} });

  const save = async (next: string[]) => {
    if (next.join() === fields.map((field) => field.id).join()) return setOrder(null);
    setOrder(next);
    try {
      await api.post<FieldItems>("/custom-fields/order", { entity, ids: next });
      await refresh("/custom-fields");
    } catch (cause) {
      showFailed(cause);
    }
    setOrder(null);
  };
  const put = (id: string, to: number) => {
    const next = moved(ids, ids.indexOf(id), to);
    setSaid(t("order.placed", { field: nameOf(id), place: next.indexOf(id) + 1, count: next.length }));
    void save(next);
  };
  const onHandleKey = (event: KeyboardEvent, id: string) => {
    const at = ids.indexOf(id);
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held) {
        setHeld(null);
        put(id, at);
      } else {
        setHeld({ id, before: ids });
        setSaid(t("order.picked", { field: nameOf(id), place: at + 1, count: ids.length }));
      }
    } else if (held && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setHeld(null);
      setOrder(null);
      setSaid(t("order.back", { field: nameOf(id) }));
    } else if (held && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = moved(ids, at, at + (event.key === "ArrowUp" ? -1 : 1));
      setOrder(next);
      setSaid(t("order.at", { place: next.indexOf(id) + 1, count: next.length }));
    }
  };
  const onOver = ({ active, over: target }: DragOverEvent) => setOver(target ? { id: String(target.id), after: ids.indexOf(String(active.id)) < ids.indexOf(String(target.id)) } : null);
  const onEnd = ({ active, over: target }: DragEndEvent) => {
    setOver(null);
    if (target && target.id !== active.id) put(String(active.id), ids.indexOf(String(target.id)));
  };
  return (
    <DndContext sensors={sensors} accessibility={{ announcements: silent }} onDragOver={onOver} onDragEnd={onEnd} onDragCancel={() => setOver(null)}>
      <VisuallyHidden role="status" aria-live="assertive">
        {said}
      </VisuallyHidden>
      <ol className={classes.list} aria-label={label}>
        {shown.map((field, index) => (
          <FieldRow
            key={field.id}
            field={field}
            manage={manage}
            held={held?.id === field.id}
            mark={over?.id === field.id ? (over.after ? "after" : "before") : undefined}
            onHandleKey={(event) => onHandleKey(event, field.id)}
            onHandleBlur={() => {
              if (held?.id === field.id && order) void save(order);
              setHeld(null);
            }}
            onOpen={() => onOpen(field)}
            onMove={{ up: index > 0 ? () => put(field.id, index - 1) : undefined, down: index < shown.length - 1 ? () => put(field.id, index + 1) : undefined }}
          />
        ))}
      </ol>
      {manage && shown.length > 1 ? (
        <Text size="xs" c="dimmed">
          {t("order.keys")}
        </Text>
      ) : null}
    </DndContext>
  );
}

// Our own live text says it in the words of the screen.
const silent = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };
