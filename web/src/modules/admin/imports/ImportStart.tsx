import { Button, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Import, ImportCreate, ImportFile, ImportTarget } from "@/api/imports";
import { useRefresh } from "@/api/query";
import { toProblem } from "@/api/problem";
import { useGo, useParams } from "@/ui/address";
import { Card } from "@/ui/Card";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { RecordSkeleton } from "@/ui/RecordPage";
import { DropZone } from "./DropZone";
import { FileCard } from "./FileCard";
import classes from "./imports.module.css";
import { Templates } from "./Templates";
import { useTargets } from "./useImport";
import { StepBody, Wizard } from "./Wizard";

/** The first step of a new import. What is chosen stands in the address until the import exists. */
export function ImportStart() {
  const { t } = useTranslation("imports");
  const [params, set] = useParams();
  const go = useGo();
  const refresh = useRefresh();
  const targets = useTargets();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const items = targets.data?.items ?? [];
  const target = items.find((item) => item.name === params["target"]);
  const [file, lines] = [params["file"], params["lines"]];

  const begin = async () => {
    if (!target || !file) return;
    setBusy(true);
    setFault("");
    try {
      const body: ImportCreate = { target: target.name, file_id: file, lines_file_id: target.lines && lines ? lines : undefined };
      const made = await api.post<Import>("/imports", body);
      await refresh("/imports");
      go(`/admin/imports/${made.id}/match`);
    } catch (cause) {
      const problem = toProblem(cause);
      setFault(problem.errors[0]?.detail ?? (problem.detail || problem.title));
    } finally {
      setBusy(false);
    }
  };
  const waits = !target ? t("start.wait_target") : !file ? t("start.wait_file") : "";

  return (
    <Wizard title={target ? t("start.title_of", { target: target.label }) : t("start.title")} now="file" href={() => undefined} done={() => false}>
      <StepBody
        foot={
          <>
            <span className={classes.note} role="status">
              {waits}
            </span>
            <Button rightSection={<IconArrowRight size={18} stroke={1.75} />} disabled={waits !== ""} loading={busy} onClick={() => void begin()}>
              {t("start.next")}
            </Button>
          </>
        }
      >
        {targets.isPending ? <RecordSkeleton /> : null}
        {targets.isError ? <ErrorBlock error={targets.error} retry={() => void targets.refetch()} /> : null}
        {targets.isSuccess && items.length === 0 ? <EmptyBlock title={t("start.nothing")} text={t("start.nothing_text")} /> : null}
        {fault ? (
          <Notice tone="danger" urgent>
            {fault}
          </Notice>
        ) : null}
        {items.length > 0 ? (
          <>
            <Card title={t("start.what")}>
              <Targets items={items} chosen={target?.name} onChoose={(name) => set({ target: name, lines: undefined })} />
              {target ? <Templates target={target} /> : null}
            </Card>
            <Upload id={file} title={t("start.file")} drop={t("file.drop")} onFile={(taken) => set({ file: taken?.id })} />
            {target?.lines ? (
              <Upload
                id={lines}
                title={t("start.lines", { lines: target.lines.label })}
                text={t("start.lines_text", { lines: target.lines.label, key: fieldLabel(target, target.lines.of) })}
                drop={t("file.drop_lines", { lines: target.lines.label })}
                onFile={(taken) => set({ lines: taken?.id })}
              />
            ) : null}
          </>
        ) : null}
      </StepBody>
    </Wizard>
  );
}

function Targets({ items, chosen, onChoose }: { items: ImportTarget[]; chosen?: string; onChoose: (name: string) => void }) {
  const { t } = useTranslation("imports");
  return (
    <div role="radiogroup" aria-label={t("start.what")} className={classes.targets}>
      {items.map((item) => (
        <label key={item.name} className={classes.target}>
          <input type="radio" name="target" value={item.name} checked={item.name === chosen} onChange={() => onChoose(item.name)} />
          <strong>{item.label}</strong>
          <span>{t(`targets.${item.name.replace(".", "_")}`, { defaultValue: t("start.fields", { count: item.fields.length }) })}</span>
        </label>
      ))}
    </div>
  );
}

interface UploadProps {
  id: string | undefined;
  title: string;
  text?: string;
  drop: string;
  onFile: (file: ImportFile | undefined) => void;
}

function Upload({ id, title, text, drop, onFile }: UploadProps) {
  if (id) return <FileCard id={id} title={title} editable onReplace={() => onFile(undefined)} />;
  return (
    <Card title={title}>
      {text ? (
        <Text size="sm" c="dimmed" mb="md">
          {text}
        </Text>
      ) : null}
      <DropZone label={drop} onFile={onFile} />
    </Card>
  );
}

function fieldLabel(target: ImportTarget, key: string): string {
  return target.fields.find((field) => field.key === key)?.label ?? key;
}
