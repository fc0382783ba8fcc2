import { Button, FileButton, Group, Select, Stack } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { talkPath, useTalkRefresh, type Entry, type RecordFile, type RecordRef } from "@/api/notes";
import { toProblem } from "@/api/problem";
import { useGet } from "@/api/query";
import { showDone } from "../UndoToast";

interface FileChoiceProps {
  record: RecordRef;
  id: string;
  label: string;
  /** Id of the file that is chosen, or "". */
  value: unknown;
  /** Its name, as the record carries it. */
  name?: string;
  error?: ReactNode;
  onChange: (id: string) => void;
}

/** One of the files that hang on a record, or a new one that is hung on it. */
export function FileChoice({ record, id, label, value, name, error, onChange }: FileChoiceProps) {
  const { t } = useTranslation("ui");
  const refresh = useTalkRefresh(record);
  const found = useGet<Page<Entry>>(`${talkPath(record)}/entries`, { kind: "file", limit: 100 });
  const [sent, setSent] = useState<RecordFile | null>(null);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState("");
  const files = new Map((found.data?.items ?? []).flatMap(({ file }) => (file ? [[file.id, file.name] as const] : [])));
  if (sent) files.set(sent.id, sent.name);
  if (typeof value === "string" && value && !files.has(value)) files.set(value, name ?? value.slice(0, 8));
  const upload = (file: File | null) => {
    if (!file) return;
    setSending(true);
    setFault("");
    api
      .upload<RecordFile>(`${talkPath(record)}/files`, file)
      .then((done) => {
        showDone(t("custom.file_attached", { name: done.name }));
        setSent(done);
        onChange(done.id);
        return refresh();
      })
      .catch((cause: unknown) => {
        const problem = toProblem(cause);
        setFault(problem.detail || problem.title);
      })
      .finally(() => setSending(false));
  };
  return (
    <Stack gap={6}>
      <Select
        id={id}
        label={label}
        placeholder={t("custom.file_choose")}
        data={[...files].map(([key, text]) => ({ value: key, label: text }))}
        value={(value as string) || null}
        clearable
        searchable={files.size > 7}
        nothingFoundMessage={t("picker.none")}
        error={error ?? fault}
        onChange={(next) => onChange(next ?? "")}
        comboboxProps={{ shadow: "md" }}
      />
      <Group>
        <FileButton onChange={upload}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" loading={sending} leftSection={<IconUpload size={14} stroke={1.75} />}>
              {t("custom.file_attach")}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
