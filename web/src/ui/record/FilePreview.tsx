import { Button, Group, Modal, Skeleton } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { RecordFile } from "@/api/notes";
import { EmptyBlock } from "../EmptyBlock";
import { showFailed } from "../UndoToast";
import classes from "./record.module.css";
import { useContent } from "./useContent";

/** A picture or a PDF over the page. Its bytes come through the API, so that nobody sees them by an address alone. */
export function FilePreview({ file, onClose }: { file: RecordFile; onClose: () => void }) {
  const { t } = useTranslation("talk");
  const { url, failed } = useContent(file, true);
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">{file.name}</span>} size="min(1000px, 96vw)" closeButtonProps={{ "aria-label": t("ui:close") }}>
      {failed ? <EmptyBlock title={t("file.failed")} compact /> : null}
      {!failed && !url ? <Skeleton height={320} /> : null}
      {url && file.type === "application/pdf" ? <iframe className={classes.frame} src={url} title={file.name} /> : null}
      {url && file.type !== "application/pdf" ? <img className={classes.picture} src={url} alt={file.name} /> : null}
      <Group justify="flex-end" pt="sm">
        <Button variant="default" size="xs" leftSection={<IconDownload size={16} stroke={1.75} />} onClick={() => void save(file)}>
          {t("file.download")}
        </Button>
      </Group>
    </Modal>
  );
}

/** Hands a file to the browser to save. */
export async function save(file: RecordFile): Promise<void> {
  await api.download(`/notes/files/${file.id}/content`, undefined, file.name).catch(showFailed);
}
