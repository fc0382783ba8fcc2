import { ActionIcon, Menu } from "@mantine/core";
import { useDraggable } from "@dnd-kit/core";
import {
  IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconArrowsHorizontal, IconArrowsVertical, IconDots, IconGripVertical, IconPencil, IconTrash,
  type Icon,
} from "@tabler/icons-react";
import { useEffect, useId, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import type { Widget } from "@/ui/dashboard/wire";
import type { Step } from "./layout";
import classes from "./Widget.module.css";

export interface FrameProps {
  widget: Widget;
  name: string;
  /** The list that it is about. */
  to?: string;
  held: boolean;
  arranging: boolean;
  draggable: boolean;
  /** Where it is dragged. What is dragged moves under the pointer by itself, so the way is measured on what does not. */
  area: HTMLElement | null;
  helpId: string;
  onStep?: (name: string, way: Step) => void;
  onEdit?: () => void;
  onRemove?: (name: string) => void;
  children: ReactNode;
}

const steps: { way: Step; icon: Icon }[] = [
  { way: "left", icon: IconArrowLeft },
  { way: "right", icon: IconArrowRight },
  { way: "up", icon: IconArrowUp },
  { way: "down", icon: IconArrowDown },
  { way: "wider", icon: IconArrowsHorizontal },
  { way: "narrower", icon: IconArrowsHorizontal },
  { way: "taller", icon: IconArrowsVertical },
  { way: "shorter", icon: IconArrowsVertical },
];

const size = { size: 16, stroke: 1.75 } as const;

/** The frame of a widget: its place, its name, which opens its list, its handles and its menu. */
export function WidgetFrame({ widget, name, to, held, arranging, draggable, area, helpId, onStep, onEdit, onRemove, children }: FrameProps) {
  const { t } = useTranslation("desk");
  const titleId = useId();
  const handleId = useId();
  const { setNodeRef: setMoved, listeners: moves, isDragging: moving } = useDraggable({ id: `move:${widget.id}`, data: { what: "move", id: widget.id }, disabled: !draggable });
  const { setNodeRef: setSized, listeners: sizes, isDragging: sizing } = useDraggable({ id: `size:${widget.id}`, data: { what: "size", id: widget.id }, disabled: !draggable });
  useEffect(() => {
    setMoved(area);
    setSized(area);
  }, [area, setMoved, setSized]);
  const step = (way: Step) => {
    onStep?.(name, way);
    // The widget may stand elsewhere in the page now; the hand stays on it.
    window.requestAnimationFrame(() => document.getElementById(handleId)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const way = wayOf(event, getComputedStyle(event.currentTarget).direction === "rtl");
    if (!way || !onStep) return;
    event.preventDefault();
    step(way);
  };
  const place = { "--x": widget.x + 1, "--y": widget.y + 1, "--w": widget.w, "--h": widget.h } as CSSProperties;
  return (
    <section aria-labelledby={titleId} className={classes.card} style={place} data-held={(held && (moving || sizing)) || undefined} data-kind={widget.kind}>
      <header className={classes.head}>
        {arranging ? (
          <ActionIcon id={handleId} {...moves} onKeyDown={onKeyDown} size={28} variant="subtle" color="gray" className={classes.handle} aria-label={t("handle", { name })} aria-describedby={helpId}>
            <IconGripVertical {...size} />
          </ActionIcon>
        ) : null}
        <h2 id={titleId} className={classes.title} dir="auto">
          {to && !arranging ? <AppLink to={to} className={classes.titleLink}>{name}</AppLink> : name}
        </h2>
        {onEdit || onRemove ? (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size={28} variant="subtle" color="gray" aria-label={t("widget.menu", { name })}>
                <IconDots {...size} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {onEdit ? (
                <Menu.Item leftSection={<IconPencil {...size} />} onClick={onEdit}>
                  {t("widget.edit")}
                </Menu.Item>
              ) : null}
              {arranging && onStep ? steps.map(({ way, icon: Mark }) => (
                <Menu.Item key={way} leftSection={<Mark {...size} />} closeMenuOnClick={false} onClick={() => onStep(name, way)}>
                  {t(`step.${way}`)}
                </Menu.Item>
              )) : null}
              {onRemove ? (
                <Menu.Item leftSection={<IconTrash {...size} />} color="red" onClick={() => onRemove(name)}>
                  {t("widget.remove")}
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </header>
      <div className={classes.body} inert={arranging}>
        {children}
      </div>
      {draggable ? <span {...sizes} className={classes.corner} aria-hidden data-corner /> : null}
    </section>
  );
}

function wayOf(event: KeyboardEvent, mirrored: boolean): Step | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const key = mirrored ? ({ ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[event.key] ?? event.key) : event.key;
  switch (key) {
    case "ArrowLeft":
      return event.shiftKey ? "narrower" : "left";
    case "ArrowRight":
      return event.shiftKey ? "wider" : "right";
    case "ArrowUp":
      return event.shiftKey ? "shorter" : "up";
    case "ArrowDown":
      return event.shiftKey ? "taller" : "down";
  }
  return undefined;
}
