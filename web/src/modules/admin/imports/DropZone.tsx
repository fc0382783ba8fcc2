import { Loader, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ImportFile } from "@/api/imports";
import { toProblem } from "@/api/problem";
import { Notice } from "@/ui/Notice";
import classes from "./imports.module.css";

const largest = 50 * 1024 * 1024;

/** Takes one file by drop, click or keyboard, uploads it, and says at the same place why one was refused. */
export function DropZone({ label, onFile }: { label: string; onFile: (file: ImportFile) => void }) {
  const { t } = useTranslation("imports");
  const [over, setOver] = useState(false);
  const [name, setName] = useState("");
  const [fault, setFault] = useState("");

  const take = async (file: File | undefined) => {
    if (!file || name) return;
    setFault("");
    if (file.size > largest) {
      setFault(t("file.too_large", { name: file.name }));
      return;
    }
    setName(file.name);
    try {
      onFile(await api.upload<ImportFile>("/imports/files", file));
    } catch (cause) {
      const problem = toProblem(cause);
      setFault(t("file.refused", { name: file.name, reason: problem.detail || problem.title }));
    } finally {
      setName("");
    }
  };
  const drag = (event: DragEvent, now: boolean) => {
    event.preventDefault();
    setOver(now);
  };

  return (
    <>
      {fault ? (
        <div style={{ marginBlockEnd: 12 }}>
          <Notice tone="danger" urgent>
            {fault}
          </Notice>
        </div>
      ) : null}
      <label
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <input
          type="file"
          accept=".csv,.txt,.tsv,.xlsx,text/csv"
          aria-label={label}
          disabled={name !== ""}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            void take(file);
          }}
        />
        {name ? <Loader size={28} /> : <IconFileUpload size={28} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />}
        <Text fw={600}>{name ? t("file.reading", { name }) : label}</Text>
        <Text size="sm" c="dimmed">
          {t("file.formats")}
        </Text>
      </label>
    </>
  );
}
