import { ActionIcon, Popover, Tooltip, UnstyledButton } from "@mantine/core";
import { IconTagPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { talkPath, useTalkRefresh, type RecordRef, type Tag } from "@/api/notes";
import { showDone, showFailed } from "../UndoToast";
import classes from "./record.module.css";
import { TagChooser } from "./TagChooser";

interface TagLineProps {
  record: RecordRef;
  tags: Tag[];
  mayWrite: boolean;
}

/** The tags of a record, and the way to more. */
export function TagLine({ record, tags, mayWrite }: TagLineProps) {
  const { t } = useTranslation("talk");
  const refresh = useTalkRefresh(record);
  const [open, setOpen] = useState(false);
  const take = async (tag: Tag) => {
    try {
      await api.delete(`${talkPath(record)}/tags/${tag.id}`);
      showDone(t("tag.taken", { name: tag.name }));
      await refresh();
    } catch (cause) {
      showFailed(cause);
    }
  };
  return (
    <>
      {tags.map((tag) => (
        <span key={tag.id} className={classes.tag} data-tone={tag.colour}>
          <span dir="auto">{tag.name}</span>
          {mayWrite ? (
            <UnstyledButton aria-label={t("tag.take", { name: tag.name })} onClick={() => void take(tag)}>
              <IconX size={12} stroke={2} />
            </UnstyledButton>
          ) : null}
        </span>
      ))}
      {mayWrite ? (
        <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" width={260} withinPortal trapFocus>
          <Popover.Target>
            <Tooltip label={t("tag.add")} disabled={open}>
              <ActionIcon size={24} aria-label={t("tag.add")} onClick={() => setOpen(!open)}>
                <IconTagPlus size={16} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown>
            <TagChooser record={record} has={tags} onDone={() => setOpen(false)} />
          </Popover.Dropdown>
        </Popover>
      ) : null}
    </>
  );
}
