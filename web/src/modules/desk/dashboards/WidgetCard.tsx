import { Button, Skeleton } from "@mantine/core";
import { IconEyeOff, IconLinkOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Widget } from "@/ui/dashboard/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import type { ListEntry, ListShape } from "@/ui/lists";
import { useCan } from "@/ui/session";
import { listOfWidget } from "./address";
import { ChartWidget } from "./ChartWidget";
import type { Step } from "./layout";
import { NumberWidget } from "./NumberWidget";
import { TableWidget } from "./TableWidget";
import classes from "./Widget.module.css";
import { WidgetFrame, type FrameProps } from "./WidgetFrame";
import { useListEntry, WithList, type Row } from "./WithList";

interface WidgetCardProps {
  widget: Widget;
  /** One of them is dragged just now. */
  held: boolean;
  arranging: boolean;
  draggable: boolean;
  area: HTMLElement | null;
  helpId: string;
  onStep?: (name: string, way: Step) => void;
  onEdit?: () => void;
  onRemove?: (name: string) => void;
}

/** A widget with its figures; or why it has none for this reader. */
export function WidgetCard(props: WidgetCardProps) {
  const { widget, onEdit } = props;
  const { t } = useTranslation("desk");
  const can = useCan();
  const entry = useListEntry(widget.list);
  const name = widget.title || widget.view?.name || (entry ? t(entry.label) : t("widget.one"));
  const frame: Omit<FrameProps, "children"> = { ...props, name };
  if (widget.hidden || (entry && !can(entry.permission))) {
    return (
      <WidgetFrame {...frame} onEdit={undefined}>
        <EmptyBlock icon={IconEyeOff} title={t("widget.hidden")} text={t("widget.hidden_text")} compact />
      </WidgetFrame>
    );
  }
  if (!entry || widget.gone) {
    const change = onEdit && entry ? <Button size="xs" variant="default" onClick={onEdit}>{t("widget.choose_other")}</Button> : undefined;
    return (
      <WidgetFrame {...frame}>
        <EmptyBlock icon={IconLinkOff} title={t(entry ? "widget.gone" : "widget.no_list")} text={t(entry ? "widget.gone_text" : "widget.no_list_text")} action={change} compact />
      </WidgetFrame>
    );
  }
  return (
    <WithList entry={entry} fallback={<WidgetFrame {...frame}><Bones /></WidgetFrame>}>
      {(shape) => (
        <WidgetFrame {...frame} to={listOfWidget(entry, shape, widget)}>
          <Figures widget={widget} name={name} entry={entry} shape={shape} />
        </WidgetFrame>
      )}
    </WithList>
  );
}

function Figures({ widget, name, entry, shape }: { widget: Widget; name: string; entry: ListEntry; shape: ListShape<Row> }) {
  if (widget.kind === "chart") return <ChartWidget widget={widget} entry={entry} shape={shape} />;
  if (widget.kind === "table") return <TableWidget widget={widget} name={name} entry={entry} shape={shape} />;
  return <NumberWidget widget={widget} entry={entry} shape={shape} />;
}

function Bones() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")} className={classes.bones}>
      <Skeleton height={18} width="60%" />
    </div>
  );
}
