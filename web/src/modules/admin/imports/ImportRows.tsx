import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Import, ImportPart, ImportRow, ImportTarget } from "@/api/imports";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EntityLink } from "@/ui/EntityLink";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import classes from "./imports.module.css";
import { RowDetail } from "./RowDetail";
import { fieldsOf, mappingOf } from "./steps";

/** The rows of an import with their verdicts; a click shows one of them field by field. */
export function ImportRows({ item, target, tense }: { item: Import; target: ImportTarget | undefined; tense: "will" | "did" }) {
  const { t } = useTranslation("imports");
  const columns = useMemo<GridColumn<ImportRow>[]>(() => {
    const verdicts = ["create", "update", "unchanged", "error"].map((value) => ({ value, label: t(`verdict.${tense}.${value}`) }));
    const list: GridColumn<ImportRow>[] = [{ key: "line", label: t("check.line"), kind: "number", sort: true, filter: true, width: 80 }];
    if (item.lines_file_id) {
      const parts = (["file", "lines"] as ImportPart[]).map((value) => ({ value, label: t(`part.${value}`) }));
      list.push({ key: "part", label: t("check.part"), kind: "choice", options: parts, filter: true, hidden: true, width: 110 });
    }
    list.push({
      key: "verdict",
      label: t("check.verdict"),
      kind: "status",
      options: verdicts,
      filter: true,
      card: true,
      width: 150,
      cell: (row) => <StatusBadge kind="import" state={row.verdict} label={t(`verdict.${tense}.${row.verdict}`)} />,
    });
    if (tense === "did") {
      list.push({
        key: "record",
        label: t("result.record"),
        width: 150,
        card: true,
        cell: (row) => (row.record ? <EntityLink entity={row.record.entity} id={row.record.id} label={t("result.open")} icon /> : <Unknown />),
      });
    }
    list.push({
      key: "errors",
      label: t("check.reason"),
      card: true,
      width: 320,
      value: (row) => reasonsOf(row),
      cell: (row) => <span title={reasonsOf(row)}>{reasonsOf(row) || <Unknown />}</span>,
    });
    for (const field of fieldsOf(target, "file").filter((f) => mappingOf(item, "file")[f.key])) {
      list.push({ key: `values.${field.key}`, label: field.label, value: (row) => row.values[field.key], cell: (row) => <span dir="auto">{row.values[field.key]}</span>, width: 150, card: list.length < 6 });
    }
    return list;

    function reasonsOf(row: ImportRow): string {
      if (row.errors?.length) return row.errors.map((e) => e.message).join(" ");
      if (row.verdict === "update" && row.changes?.length) return t("check.changes", { fields: row.changes.map((c) => labelOf(target, row.part, c.field)).join(", ") });
      return "";
    }
  }, [t, item, target, tense]);
  return (
    <div className={classes.grid}>
      <DataGrid<ImportRow>
        name={`imports.rows.${item.target}`}
        label={t("check.rows")}
        endpoint={`/imports/${item.id}/rows`}
        columns={columns}
        rowId={(row) => `${row.part}-${row.line}`}
        searchable={false}
        exportable={false}
        preview={(row) => ({ title: t("check.row", { line: row.line }), body: <RowDetail row={row} target={target} tense={tense} /> })}
      />
    </div>
  );
}

/** The label of a field; one of a line is "lines/0/quantity". */
export function labelOf(target: ImportTarget | undefined, part: ImportPart, key: string): string {
  const line = /^lines\/(\d+)\/(.+)$/.exec(key);
  const [owner, name] = line ? (["lines", line[2] ?? key] as const) : ([part, key] as const);
  return fieldsOf(target, owner).find((f) => f.key === name)?.label ?? name;
}
