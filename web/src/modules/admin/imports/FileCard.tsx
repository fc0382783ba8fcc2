import { Button, Select, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ImportFile, ImportReading } from "@/api/imports";
import { keyOf, useGet, useRefresh } from "@/api/query";
import { toProblem } from "@/api/problem";
import { Card } from "@/ui/Card";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { formatCount } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Scrollable } from "@/ui/Scrollable";
import { delimiters, encodings } from "./reading";
import classes from "./imports.module.css";

interface FileCardProps {
  id: string;
  title: string;
  /** Takes another file instead; not given when the import has its file. */
  onReplace?: () => void;
  /** How the file is read can be changed. */
  editable: boolean;
}

/** A file as it was understood: letters, separators, sheet, head, and its first rows. */
export function FileCard({ id, title, onReplace, editable }: FileCardProps) {
  const { t } = useTranslation("imports");
  const path = `/imports/files/${id}`;
  const file = useGet<ImportFile>(path, undefined, { staleTime: Infinity });
  const client = useQueryClient();
  const refresh = useRefresh();
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);

  const read = async (change: ImportReading) => {
    const now = file.data;
    if (!now) return;
    setBusy(true);
    setFault("");
    try {
      // Another sheet or other letters: the rest is guessed anew. Another head keeps them.
      const kept: ImportReading = change.header_row ? { encoding: now.encoding, delimiter: now.delimiter, sheet: now.sheet } : {};
      const next = await api.post<ImportFile>(`${path}/read`, clean({ ...kept, ...change }));
      client.setQueryData(keyOf(path, {}), next);
      await refresh("/imports");
    } catch (cause) {
      const problem = toProblem(cause);
      setFault(problem.errors[0]?.detail ?? (problem.detail || problem.title));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Card
      title={title}
      icon={IconFileSpreadsheet}
      actions={
        onReplace ? (
          <Button size="compact-sm" variant="subtle" leftSection={<IconRefresh size={16} stroke={1.75} />} onClick={onReplace}>
            {t("file.replace")}
          </Button>
        ) : null
      }
    >
      {file.isPending ? <RecordSkeleton /> : null}
      {file.isError ? (
        <ErrorBlock error={file.error} retry={() => void file.refetch()} compact />
      ) : null}
      {file.data ? (
        <>
          <div className={classes.head}>
            <span className={classes.name} dir="auto">
              {file.data.name}
            </span>
            <Text size="sm" c="dimmed" className="lh-number">
              {t("file.rows", { count: file.data.rows, shown: formatCount(file.data.rows) })} · {t("file.columns", { count: file.data.header.length })}
            </Text>
          </div>
          {fault ? (
            <div style={{ marginBlockEnd: 12 }}>
              <Notice tone="danger" urgent>
                {fault}
              </Notice>
            </div>
          ) : null}
          {file.data.encoding_guessed ? (
            <div style={{ marginBlockEnd: 12 }}>
              <Notice tone="warning">{t("file.encoding_guessed")}</Notice>
            </div>
          ) : null}
          <Reading file={file.data} disabled={!editable || busy} onChange={(change) => void read(change)} />
          <Preview file={file.data} />
        </>
      ) : null}
    </Card>
  );
}

function Reading({ file, disabled, onChange }: { file: ImportFile; disabled: boolean; onChange: (change: ImportReading) => void }) {
  const { t } = useTranslation("imports");
  const letters = encodings.includes(file.encoding ?? "") || !file.encoding ? encodings : [file.encoding, ...encodings];
  const common = { size: "xs" as const, disabled, allowDeselect: false, comboboxProps: { shadow: "md" as const } };
  const lines = Array.from({ length: Math.max(10, file.header_row) }, (_, n) => String(n + 1));
  return (
    <div className={classes.reading}>
      {file.format === "csv" ? (
        <>
          <Select
            {...common}
            label={t("file.encoding")}
            searchable
            data={letters.map((value) => ({ value, label: t(`file.encodings.${value}`, { defaultValue: value }) }))}
            value={file.encoding ?? null}
            onChange={(encoding) => encoding && onChange({ encoding })}
          />
          <Select
            {...common}
            label={t("file.delimiter")}
            data={delimiters.map(({ value, key }) => ({ value, label: t(`file.delimiters.${key}`) }))}
            value={file.delimiter ?? null}
            onChange={(delimiter) => delimiter && onChange({ delimiter, encoding: file.encoding })}
          />
        </>
      ) : (
        <Select {...common} label={t("file.sheet")} data={file.sheets ?? []} value={file.sheet ?? null} onChange={(sheet) => sheet && onChange({ sheet })} />
      )}
      <Select
        {...common}
        label={t("file.header_row")}
        data={lines.map((value) => ({ value, label: t("file.line", { line: value }) }))}
        value={String(file.header_row)}
        onChange={(line) => line && onChange({ header_row: Number(line) })}
      />
    </div>
  );
}

function Preview({ file }: { file: ImportFile }) {
  const { t } = useTranslation("imports");
  const label = t("file.preview", { count: file.sample.length });
  return (
    <Scrollable label={label} className={classes.preview}>
      <table>
        <thead>
          <tr>
            {file.header.map((column) => (
              <th key={column.name} scope="col" dir="auto">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.sample.map((row, line) => (
            <tr key={line}>
              {file.header.map((column, index) => (
                <td key={column.name} dir="auto" title={row[index]}>
                  {row[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

function clean(reading: ImportReading): ImportReading {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined && value !== ""));
}
