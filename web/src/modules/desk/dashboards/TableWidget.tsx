import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { standardColumns } from "@/ui/dashboard/WidgetForm";
import { paramsOfWidget, type Widget } from "@/ui/dashboard/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Cell } from "@/ui/grid/Cell";
import { isNumeric } from "@/ui/grid/columns";
import type { ListEntry, ListShape } from "@/ui/lists";
import { Rows } from "@/ui/Rows";
import { memberOf } from "@/ui/value";
import { askedOf } from "./asked";
import { Foot } from "./Foot";
import { rowHeight } from "./measures";
import { often, useAlive } from "./useAlive";
import classes from "./Widget.module.css";
import type { Row } from "./WithList";

interface Props {
  widget: Widget;
  name: string;
  entry: ListEntry;
  shape: ListShape<Row>;
}

/** The first rows of a list, as many as there is room for; each opens its record. */
export function TableWidget({ widget, name, entry, shape }: Props) {
  const { t } = useTranslation("desk");
  const { query, sort } = askedOf(widget, shape);
  const limit = Math.max(3, Math.floor((widget.h * rowHeight - 90) / 34));
  const page = useGet<Page<Row>>(entry.endpoint, { ...query, sort, limit }, { refetchInterval: often, keep: true });
  useAlive(entry.entity, () => void page.refetch());
  if (page.isPending) return <Bones />;
  if (page.isError) return <ErrorBlock error={page.error} retry={() => void page.refetch()} compact />;
  const rows = page.data.items;
  if (rows.length === 0) return <EmptyBlock title={t("ui:grid.no_match")} compact />;
  const wanted = (paramsOfWidget(widget)["columns"] ?? "").split(",").filter((key) => shape.columns.some((c) => c.key === key));
  const keys = wanted.length > 0 ? wanted : standardColumns(shape.columns);
  const columns = keys.slice(0, 6).flatMap((key) => shape.columns.filter((c) => c.key === key));
  return (
    <>
      <div className={classes.table}>
        <Rows<Row>
          label={name}
          rows={rows}
          rowKey={(row, index) => String(memberOf(row, "id") ?? index)}
          columns={columns.map((column, position) => ({
            key: column.key,
            label: column.label,
            numeric: isNumeric(column),
            cell: (row) => {
              const to = position === 0 ? shape.href?.(row) : undefined;
              return to ? <AppLink to={to} fz="inherit"><Plain row={row} column={column} /></AppLink> : <Cell row={row} column={column} />;
            },
          }))}
        />
      </div>
      <Foot widget={widget} shape={shape} at={page.dataUpdatedAt} />
    </>
  );
}

// A link in a link would be two things to press in one: the first cell leads to its own row.
function Plain({ row, column }: { row: Row; column: ListShape<Row>["columns"][number] }) {
  const named = column.labelField ? memberOf(row, column.labelField) : undefined;
  if (typeof named === "string") return <span dir="auto">{named}</span>;
  if (column.kind === "ref" && column.cell === undefined) return <span>–</span>;
  return <Cell row={row} column={column} />;
}

function Bones() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")} className={classes.bones}>
      {[1, 2, 3, 4].map((line) => (
        <Skeleton key={line} height={14} />
      ))}
    </div>
  );
}
