import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconAt, IconBold, IconCode, IconEye, IconItalic, IconList, IconPencil, type Icon } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordRef } from "@/api/notes";
import { Markdown } from "./Markdown";
import { toStored, type Typed } from "./mention";
import { MentionText } from "./MentionText";
import classes from "./record.module.css";

interface NoteEditorProps {
  record: RecordRef;
  value: Typed;
  onChange: (value: Typed) => void;
  onSend: () => void;
  onCancel?: () => void;
  onFiles?: (files: File[]) => void;
  sendLabel: string;
  sending: boolean;
}

/** What goes around the selection. */
interface Tool {
  id: "bold" | "italic" | "list" | "code" | "mention";
  icon: Icon;
  before: string;
  after?: string;
  /** It stands at the beginning of the line. */
  atLine?: boolean;
}

const tools: Tool[] = [
  { id: "bold", icon: IconBold, before: "**", after: "**" },
  { id: "italic", icon: IconItalic, before: "*", after: "*" },
  { id: "list", icon: IconList, before: "- ", atLine: true },
  { id: "code", icon: IconCode, before: "`", after: "`" },
  { id: "mention", icon: IconAt, before: "@" },
];

/** A text with its tools: emphasis, list, code, a name, and how it will look. */
export function NoteEditor({ record, value, onChange, onSend, onCancel, onFiles, sendLabel, sending }: NoteEditorProps) {
  const { t } = useTranslation("talk");
  const field = useRef<HTMLTextAreaElement>(null);
  const [preview, setPreview] = useState(false);

  // Marks go around what is selected, or where the caret is.
  const wrap = ({ before, after = "", atLine }: Tool) => {
    const area = field.current;
    const from = area?.selectionStart ?? value.text.length;
    const to = area?.selectionEnd ?? from;
    const start = atLine ? value.text.lastIndexOf("\n", from - 1) + 1 : from;
    const inside = value.text.slice(start, to);
    const text = value.text.slice(0, start) + before + inside + after + value.text.slice(to);
    onChange({ ...value, text });
    window.requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(start + before.length, start + before.length + inside.length);
    });
  };
  return (
    <div className={classes.writing}>
      {preview ? (
        <div className={classes.preview}>
          <Markdown text={toStored(value) || t("nothing_written")} />
        </div>
      ) : (
        <MentionText record={record} value={value} onChange={onChange} label={t("note_label")} placeholder={t("note_placeholder")} onSend={onSend} onPaste={onFiles} field={field} />
      )}
      <div className={classes.tools} role="toolbar" aria-label={t("tools")}>
        {tools.map((tool) => (
          <Tooltip key={tool.id} label={t(`tool.${tool.id}`)}>
            <ActionIcon size={26} aria-label={t(`tool.${tool.id}`)} disabled={preview} onClick={() => wrap(tool)}>
              <tool.icon size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ))}
        <Tooltip label={preview ? t("tool.write") : t("tool.preview")}>
          <ActionIcon size={26} aria-label={t("tool.preview")} aria-pressed={preview} onClick={() => setPreview(!preview)}>
            {preview ? <IconPencil size={16} stroke={1.75} /> : <IconEye size={16} stroke={1.75} />}
          </ActionIcon>
        </Tooltip>
        <div className={classes.push}>
          {onCancel ? (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
              {t("cancel")}
            </Button>
          ) : null}
          <Button size="compact-sm" onClick={onSend} loading={sending} disabled={value.text.trim() === ""}>
            {sendLabel}
          </Button>
        </div>
      </div>
    </div>
  );
}
