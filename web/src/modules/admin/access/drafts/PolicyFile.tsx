import { FileInput } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface PolicyFileProps {
  id: string;
  /** The text of the file. */
  value: string;
  onChange: (text: string) => void;
  error?: ReactNode;
}

/** Takes a policy out of a file; what it says is judged by the server. */
export function PolicyFile({ id, onChange, error }: PolicyFileProps) {
  const { t } = useTranslation("access");
  const [file, setFile] = useState<File | null>(null);
  return (
    <FileInput
      id={id}
      label={t("drafts.file")}
      description={t("drafts.file_help")}
      placeholder={t("drafts.file_choose")}
      accept=".csv,text/csv,text/plain"
      required
      clearable
      clearButtonProps={{ "aria-label": t("ui:clear") }}
      leftSection={<IconFileImport size={16} stroke={1.75} />}
      value={file}
      error={error}
      onChange={(next) => {
        setFile(next);
        if (next) void next.text().then(onChange);
        else onChange("");
      }}
    />
  );
}
