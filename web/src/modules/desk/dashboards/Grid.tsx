import { VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { DndContext, PointerSensor, useSensor, useSensors, type DragMoveEvent } from "@dnd-kit/core";
import { useId, useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Widget } from "@/ui/dashboard/wire";
import classes from "./Grid.module.css";
import { arranged, inReadingOrder, settled, stepped, wide, type Step } from "./layout";
import { gap, rowHeight } from "./measures";
import type { WidgetActs } from "./useWidgets";
import { WidgetCard } from "./WidgetCard";

interface GridProps {
  widgets: Widget[];
  /** Handles are shown, and what is moved is kept. */
  arranging?: boolean;
  /** What can be done with them; not given to those who only look. */
  acts?: WidgetActs;
  onEdit?: (widget: Widget) => void;
  onRemove?: (widget: Widget, name: string) => void;
}

/** The widgets of a dashboard on twelve columns, in one on a phone. They are moved by the pointer, by keys, and by their menus. */
export function Grid({ widgets, arranging = false, acts, onEdit, onRemove }: GridProps) {
  const { t } = useTranslation("desk");
  const helpId = useId();
  const phone = useMediaQuery("(max-width: 36em)", false, { getInitialValueInEffect: false });
  const [area, setArea] = useState<HTMLDivElement | null>(null);
  const [draft, setDraft] = useState<Widget[]>();
  const [said, setSaid] = useState("");
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const kept = settled(widgets);
  const shown = inReadingOrder(draft ?? kept);

  const drag = ({ active, delta }: DragMoveEvent) => {
    const { what, id } = active.data.current as { what: "move" | "size"; id: string };
    const box = kept.find((w) => w.id === id);
    if (!box || !area) return;
    const column = (area.clientWidth + gap) / wide;
    const towards = getComputedStyle(area).direction === "rtl" ? -1 : 1;
    const dx = Math.round((delta.x * towards) / column);
    const dy = Math.round(delta.y / (rowHeight + gap));
    setDraft(arranged(kept, id, what === "move" ? { x: box.x + dx, y: box.y + dy } : { w: box.w + dx, h: box.h + dy }));
  };
  const say = (widget: Widget | undefined, name: string) => {
    if (widget) setSaid(t("placed", { name, column: widget.x + 1, row: widget.y + 1, width: widget.w, height: widget.h }));
  };
  const drop = () => {
    if (draft && acts) acts.arrange(draft);
    setDraft(undefined);
  };
  const step = (widget: Widget, name: string, way: Step) => {
    const next = stepped(kept, widget.id, way);
    const moved = next.find((w) => w.id === widget.id);
    if (next === kept || !moved || (moved.x === widget.x && moved.y === widget.y && moved.w === widget.w && moved.h === widget.h)) {
      setSaid(t("no_way", { name }));
      return;
    }
    acts?.arrange(next);
    say(moved, name);
  };

  return (
    <DndContext sensors={sensors} autoScroll={false} accessibility={{ announcements: silent }} onDragMove={drag} onDragEnd={drop} onDragCancel={() => setDraft(undefined)}>
      <div ref={setArea} className={classes.grid} data-arranging={arranging || undefined} style={{ "--row": `${rowHeight}px`, "--gap": `${gap}px` } as CSSProperties}>
        {shown.map((widget) => (
          <WidgetCard
            key={widget.id}
            widget={widget}
            held={draft !== undefined}
            arranging={arranging}
            draggable={arranging && !phone}
            area={area}
            helpId={helpId}
            onStep={acts ? (name, way) => step(widget, name, way) : undefined}
            onEdit={onEdit ? () => onEdit(widget) : undefined}
            onRemove={onRemove ? (name) => onRemove(widget, name) : undefined}
          />
        ))}
      </div>
      <VisuallyHidden id={helpId}>{t("handle_help")}</VisuallyHidden>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </DndContext>
  );
}

// What the pointer does is seen; the library's sentences are English and about IDs.
const silent = { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing };

function nothing(): undefined {
  return undefined;
}
