import { Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconHistory, IconPencil, IconPlus, IconTrash, type Icon } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { useFieldWords, type FieldWords } from "../custom/useFieldWords";
import { formatInstant, formatTime } from "../dates";
import classes from "../Timeline.module.css";
import { UndoAction } from "../undo/UndoAction";
import { wordsOf } from "../words";

const icons: Record<HistoryItem["op"], Icon> = { created: IconPlus, updated: IconPencil, deleted: IconTrash };

interface ChangeEntryProps {
  group: HistoryItem[];
  position: number;
  size: number;
  labels: Record<string, string>;
  record: { entity: string; id: string };
  onUndone: () => unknown;
  /** Shows the record as it was at an instant. */
  onShow?: (at: string) => void;
}

/** What one person did to a record, as one line of its timeline. */
export function ChangeEntry({ group, position, size, labels, record, onUndone, onShow }: ChangeEntryProps) {
  const { t } = useTranslation("ui");
  const [opened, setOpened] = useState(false);
  const first = group[0]!;
  const Mark = icons[first.op];
  const fields = group.flatMap((item) => item.fields ?? []);
  const names = [...new Set(fields.map((f) => f.name))];
  const who = first.actor?.name || t(`timeline.actor.${first.actor?.kind ?? "system"}`, { defaultValue: t("timeline.actor.system") });
  const via = first.via && first.via !== "ui" && first.via !== "api" ? t(`timeline.via.${first.via}`, { defaultValue: first.via }) : "";
  const { label, value } = useFieldWords(record.entity, labels);
  const single = fields.length === 1 ? fields[0] : undefined;
  const part = first.entity === record.entity ? "" : wordsOf(first.entity.split(".")[1] ?? first.entity).toLowerCase();
  const sentence =
    first.op !== "updated"
      ? part
        ? t(`timeline.part.${first.op}`, { who, part })
        : t(`timeline.${first.op}`, { who })
      : single
        ? t("timeline.changed_field", { who, field: label(single.name), before: value(single.name, single.before), after: value(single.name, single.after) })
        : t("timeline.changed", { who, count: names.length, fields: names.slice(0, 3).map(label).join(", ") });
  return (
    <article aria-posinset={position} aria-setsize={size} className={classes.entry}>
      <span className={classes.mark} data-op={first.op}>
        <Mark size={14} stroke={2} aria-hidden />
      </span>
      <div className={classes.what}>
        <div className={classes.line}>
          <Text size="sm" className={classes.sentence}>
            {sentence}
          </Text>
          <Tooltip label={formatInstant(first.at, { seconds: true })}>
            <Text size="xs" c="dimmed" component="time" className="lh-number">
              {formatTime(first.at)}
            </Text>
          </Tooltip>
          {onShow && first.op !== "deleted" ? (
            <Tooltip label={t("timeline.show_then")}>
              <UnstyledButton className={classes.undo} onClick={() => onShow(first.at)} aria-label={t("timeline.show_then")}>
                <IconHistory size={16} stroke={1.75} />
              </UnstyledButton>
            </Tooltip>
          ) : null}
          <UndoAction item={first} record={record} className={classes.undo} onUndone={onUndone} />
        </div>
        {via || first.reason ? (
          <Text size="xs" c="dimmed">
            {[via, first.reason].filter(Boolean).join(" · ")}
          </Text>
        ) : null}
        {fields.length > 1 ? (
          <UnstyledButton className={classes.details} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? t("timeline.hide") : t("timeline.show", { count: fields.length })}
          </UnstyledButton>
        ) : null}
        {opened ? <Changes fields={fields} words={{ label, value }} created={first.op === "created"} /> : null}
      </div>
    </article>
  );
}

function Changes({ fields, words: { label, value }, created }: { fields: HistoryItem["fields"]; words: FieldWords; created: boolean }) {
  return (
    <dl className={classes.changes}>
      {fields.map((field, index) => (
        <div key={`${field.name}-${index}`}>
          <dt>{label(field.name)}</dt>
          <dd dir="auto">
            {created ? null : (
              <>
                <del>{value(field.name, field.before)}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins>{value(field.name, field.after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
