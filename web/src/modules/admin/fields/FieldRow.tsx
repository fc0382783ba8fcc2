import { ActionIcon, Menu, Text, UnstyledButton } from "@mantine/core";
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { IconArchive, IconArrowDown, IconArrowUp, IconDots, IconGripVertical, IconPencil } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import { wordsOf } from "@/ui/words";
import classes from "./fields.module.css";
import { kindIcons } from "./kinds";
import { useFieldActs } from "./useFieldActs";

interface FieldRowProps {
  field: CustomField;
  manage: boolean;
  /** It is held by the keyboard. */
  held: boolean;
  /** Where a field that is dragged over it would stand. */
  mark?: "before" | "after";
  onHandleKey: (event: KeyboardEvent) => void;
  onHandleBlur: () => void;
  onOpen: () => void;
  onMove: { up?: () => void; down?: () => void };
}

const icon = { size: 16, stroke: 1.75 } as const;

/** One field of an object: what it is called, what it holds, and what is asked of it. */
export function FieldRow({ field, manage, held, mark, onHandleKey, onHandleBlur, onOpen, onMove }: FieldRowProps) {
  const { t } = useTranslation("fields");
  const { archive } = useFieldActs();
  const { setNodeRef: setHandle, listeners, isDragging } = useDraggable({ id: field.id, disabled: !manage });
  const { setNodeRef: setRow } = useDroppable({ id: field.id });
  const label = labelOf(field);
  const Mark = kindIcons[field.kind];
  const marks = [
    field.required ? t("marks.required") : "",
    field.unique ? t("marks.unique") : "",
    field.searchable ? t("marks.searchable") : "",
    field.class ? t("marks.class", { class: wordsOf(field.class) }) : "",
  ].filter(Boolean);
  return (
    <li ref={setRow} className={classes.row} data-held={held || undefined} data-dragged={isDragging || undefined} data-mark={mark}>
      {manage ? (
        <button
          ref={setHandle}
          type="button"
          className={classes.handle}
          aria-label={t("order.handle", { field: label })}
          aria-pressed={held}
          onPointerDown={(event) => listeners?.["onPointerDown"]?.(event)}
          onKeyDown={onHandleKey}
          onBlur={onHandleBlur}
        >
          <IconGripVertical size={16} stroke={1.75} aria-hidden />
        </button>
      ) : null}
      <Mark size={20} stroke={1.75} aria-hidden className={classes.kindMark} />
      <div className={classes.what}>
        {manage ? (
          <UnstyledButton className={classes.name} onClick={onOpen} dir="auto">
            {label}
          </UnstyledButton>
        ) : (
          <span className={classes.name} dir="auto">
            {label}
          </span>
        )}
        <Text size="xs" c="dimmed" className={classes.second}>
          {t(`kinds.${field.kind}.name`)} · <span className="lh-code">{field.key}</span>
        </Text>
      </div>
      <div className={classes.marks}>
        {marks.map((word) => (
          <span key={word} className={classes.badge}>
            {word}
          </span>
        ))}
      </div>
      {manage ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={30} aria-label={t("menu", { field: label })}>
              <IconDots size={18} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={onOpen}>
              {t("change")}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowUp {...icon} />} disabled={!onMove.up} onClick={onMove.up}>
              {t("order.up")}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown {...icon} />} disabled={!onMove.down} onClick={onMove.down}>
              {t("order.down")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconArchive {...icon} />} onClick={() => void archive(field)}>
              {t("archive")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}
