import { Select, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ImportFile, ImportPart, ImportTarget } from "@/api/imports";
import { Card } from "@/ui/Card";
import { Rows } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./imports.module.css";
import { assign, fieldsOf, fitOf, missingFields, samplesOf } from "./steps";

interface ColumnsProps {
  title: string;
  file: ImportFile;
  part: ImportPart;
  target: ImportTarget;
  mapping: Record<string, string>;
  /** How well the saved columns fit, 0 to 1 by field. */
  certainty: Record<string, number>;
  editable: boolean;
  onChange: (mapping: Record<string, string>) => void;
}

const tones = { sure: "success", likely: "info", unsure: "warning" } as const;

/** The columns of a file with samples of their cells, and the field that each of them feeds. */
export function Columns({ title, file, part, target, mapping, certainty, editable, onChange }: ColumnsProps) {
  const { t } = useTranslation("imports");
  const fields = fieldsOf(target, part);
  const byColumn = useMemo(() => new Map(Object.entries(mapping).map(([field, column]) => [column, field])), [mapping]);
  const missing = new Set(missingFields(target, part, {}).map((f) => f.key));
  const used = file.header.filter((column) => byColumn.has(column.name)).length;
  const rows = file.header.map((column, index) => ({ name: column.name, samples: samplesOf(file.sample, index) }));
  const fieldOf = (column: string) => fields.find((f) => f.key === byColumn.get(column));
  return (
    <Card
      title={title}
      flush
      actions={
        <Text size="sm" c="dimmed">
          {t("match.used", { used, count: file.header.length })}
        </Text>
      }
    >
      <div className={classes.flush}>
        <Rows
          label={title}
          rows={rows}
          rowKey={(row) => row.name}
          faded={(row) => !byColumn.has(row.name)}
          columns={[
            {
              key: "column",
              label: t("match.column"),
              width: "36%",
              cell: (row) => (
                <>
                  <div className={classes.column} dir="auto">
                    {row.name}
                  </div>
                  <div className={classes.samples} dir="auto">
                    {row.samples.join(" · ") || t("match.no_values")}
                  </div>
                </>
              ),
            },
            {
              key: "field",
              label: t("match.field"),
              width: "40%",
              cell: (row) => (
                <Select
                  aria-label={t("match.field_of", { column: row.name })}
                  size="sm"
                  data={fields.map((field) => ({ value: field.key, label: missing.has(field.key) ? t("match.required", { field: field.label }) : field.label }))}
                  value={byColumn.get(row.name) ?? null}
                  placeholder={t("match.left_out")}
                  searchable
                  clearable
                  disabled={!editable}
                  nothingFoundMessage={t("match.no_field")}
                  description={fieldOf(row.name)?.help}
                  inputWrapperOrder={["input", "description"]}
                  comboboxProps={{ shadow: "md" }}
                  onChange={(field) => onChange(assign(mapping, row.name, field))}
                />
              ),
            },
            {
              key: "certainty",
              label: t("match.certainty"),
              cell: (row) => {
                const field = fieldOf(row.name);
                if (!field) return <StatusBadge kind="import.match" state="out" tone="neutral" label={t("match.not_used")} />;
                const fit = fitOf(row.name, field, certainty[field.key]);
                return <StatusBadge kind="import.match" state={fit} tone={tones[fit]} label={t(`match.fit.${fit}`)} />;
              },
            },
          ]}
        />
      </div>
    </Card>
  );
}
