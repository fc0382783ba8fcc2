import { Text, UnstyledButton } from "@mantine/core";
import { IconDownload, IconFile, IconFileTypePdf, IconPaperclip, IconPhoto, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useTalkRefresh, type RecordFile, type RecordRef } from "@/api/notes";
import { formatBytes } from "../number";
import { showDone } from "../UndoToast";
import { EntryFrame, type EntryAction } from "./EntryFrame";
import { FilePreview, save } from "./FilePreview";
import classes from "./record.module.css";

interface FileEntryProps {
  record: RecordRef;
  file: RecordFile;
  position?: { at: number; of: number };
}

/** A file: shown where a browser can, saved where it cannot. */
export function FileEntry({ record, file, position }: FileEntryProps) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [open, setOpen] = useState(false);
  const actions: EntryAction[] = [{ id: "save", label: t("file.download"), icon: IconDownload, run: () => save(file) }];
  if (file.may_change) {
    actions.push({
      id: "delete", label: t("delete"), icon: IconTrash, danger: true,
      run: async () => {
        await api.delete(`/notes/files/${file.id}`, file.version);
        showDone(t("file.deleted", { name: file.name }));
        await refresh();
      },
    });
  }
  return (
    <EntryFrame kind="file" icon={IconPaperclip} by={<b>{file.author.name}</b>} at={file.at} actions={actions} position={position}>
      <div className={classes.sheet}>
        <UnstyledButton className={classes.file} onClick={() => (file.preview ? setOpen(true) : void save(file))}>
          <KindMark type={file.type} />
          <span className={classes.fileName} dir="auto">
            {file.name}
          </span>
          <Text size="xs" c="dimmed" className="lh-number">
            {formatBytes(file.size)}
          </Text>
        </UnstyledButton>
      </div>
      {open ? <FilePreview file={file} onClose={() => setOpen(false)} /> : null}
    </EntryFrame>
  );
}

function KindMark({ type }: { type: string }) {
  if (type === "application/pdf") return <IconFileTypePdf size={20} stroke={1.75} aria-hidden />;
  if (type.startsWith("image/")) return <IconPhoto size={20} stroke={1.75} aria-hidden />;
  return <IconFile size={20} stroke={1.75} aria-hidden />;
}
