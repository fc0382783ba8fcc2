import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import type { Widget } from "@/ui/dashboard/wire";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { sumInWords } from "@/ui/grid/SumValues";
import { useSummary } from "@/ui/grid/useSummary";
import type { ListEntry, ListShape } from "@/ui/lists";
import { formatCount } from "@/ui/number";
import { measuredBy, measuresOf } from "@/ui/views/series";
import { listOfWidget } from "./address";
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

/** How many there are, or what they come to: a line for each currency or unit. */
export function NumberWidget({ widget, entry, shape }: Props) {
  const { t } = useTranslation("views");
  const { query, measure } = askedOf(widget, shape);
  const summary = useSummary(entry.endpoint, query, { of: measure === "count" ? [] : [measure], every: often });
  useAlive(entry.entity, () => void summary.refetch());
  if (summary.isPending) return (
      <div role="status" aria-label={t("ui:loading")} className={classes.bones}>
        <Skeleton height={26} width="45%" />
      </div>
    );
  if (summary.isError) return <ErrorBlock error={summary.error} retry={() => void summary.refetch()} compact />;
  const { total } = summary.data;
  const column = measuredBy(measure, shape.columns);
  const values = measure === "count" ? [formatCount(total.count)] : (total.values?.[measure] ?? []).map((value) => sumInWords(value, column));
  const said = measuresOf(shape.columns, t).find((m) => m.value === measure)?.label;
  return (
    <>
      <AppLink to={listOfWidget(entry, shape, widget)} className={classes.number} underline="never">
        {values.length === 0 ? <span>–</span> : values.map((value) => <span key={value}>{value}</span>)}
        {measure === "count" ? null : <small>{said}</small>}
      </AppLink>
      <Foot widget={widget} shape={shape} at={summary.dataUpdatedAt} />
    </>
  );
}
