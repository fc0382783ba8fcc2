import { Skeleton, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Widget } from "@/ui/dashboard/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { useSummary } from "@/ui/grid/useSummary";
import type { ListEntry, ListShape } from "@/ui/lists";
import { useZone } from "@/ui/session";
import { Bars } from "@/ui/views/Bars";
import { Line } from "@/ui/views/Line";
import { inOrder, measuresOf, seriesOf, type Point } from "@/ui/views/series";
import { listOfGroup } from "./address";
import { askedOf } from "./asked";
import { Foot } from "./Foot";
import { often, useAlive } from "./useAlive";
import classes from "./Widget.module.css";
import type { Row } from "./WithList";

interface Props {
  widget: Widget;
  entry: ListEntry;
  shape: ListShape<Row>;
}

const most = 12;

/** Bars or a line over one field. Each bar opens what it counts; a line has its table for the ear. */
export function ChartWidget({ widget, entry, shape }: Props) {
  const { t } = useTranslation("views");
  const zone = useZone();
  const { query, measure, by, chart } = askedOf(widget, shape);
  const summary = useSummary(entry.endpoint, query, { group: by ? [by] : [], of: measure === "count" ? [] : [measure], every: often, enabled: Boolean(by) });
  useAlive(entry.entity, () => void summary.refetch());
  if (!by) return <EmptyBlock title={t("chart.nothing")} compact />;
  if (summary.isPending) return <Bones />;
  if (summary.isError) return <ErrorBlock error={summary.error} retry={() => void summary.refetch()} compact />;
  const found = summary.data.groups ?? [];
  if (found.length === 0) return <EmptyBlock title={t("ui:grid.no_match")} compact />;
  const said = measuresOf(shape.columns, t).find((m) => m.value === measure)?.label;
  const left = found.length - most;
  return (
    <>
      <div className={classes.chart}>
        {seriesOf(inOrder(found, by, most), by, measure, shape.columns, t).map((unit) => {
          const title = [said, unit.name].filter(Boolean).join(" · ");
          if (chart === "line") {
            return (
              <div key={unit.name}>
                <Line title={title} points={unit.points} />
                <Twin title={title} points={unit.points} />
              </div>
            );
          }
          return <Bars key={unit.name} title={title} points={unit.points} upright={by.includes(":")} to={(point) => listOfGroup(entry, shape, widget, point.group, by, zone)} />;
        })}
        {left > 0 || summary.data.more ? <p className={classes.more}>{t(by.includes(":") ? "chart.last" : "chart.more", { count: most })}</p> : null}
      </div>
      <Foot widget={widget} shape={shape} at={summary.dataUpdatedAt} />
    </>
  );
}

// A line is a picture: the table says the same in numbers.
function Twin({ title, points }: { title: string; points: Point[] }) {
  return (
    <VisuallyHidden>
      <table aria-label={title}>
        <tbody>
          {points.map((point) => (
            <tr key={point.key}>
              <th scope="row">{point.name}</th>
              <td>{point.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}

function Bones() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")} className={classes.bones}>
      {[80, 55, 40, 28].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} />
      ))}
    </div>
  );
}
