import { ActionIcon, Button, Group, Menu, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconList, IconPencil, IconPlus, IconSearch, IconTrash } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Rows, type RowColumn } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import { showUndo } from "@/ui/UndoToast";
import { attempt, type Edit } from "../drafts/useDraft";
import { CellChip } from "../matrix/CellChip";
import type { Difference, Role, Rule, Whole } from "../types";
import { actionWord, useWords } from "../words";
import classes from "./lines.module.css";
import { fromWord, markedLines, untilWord, type MarkedLine } from "./lines";
import { LinePanel } from "./LinePanel";
import { RoleLines } from "./RoleLines";
import { Subject } from "./Subject";

interface LinesViewProps {
  draft: Whole;
  difference: Difference | undefined;
  roles: Role[] | undefined;
  /** Where the draft can be changed. */
  edit?: Edit;
}

const most = 200;

/** The organisation's own roles and lines as a draft has them, one by one: for what the matrix cannot say. */
export function LinesView({ draft, difference, roles = [], edit }: LinesViewProps) {
  const { t } = useTranslation("access");
  const words = useWords();
  const [params, set] = useParams();
  const [text, setText] = useState("");
  const [all, setAll] = useState(false);
  const lines = useMemo(() => markedLines(draft.policy.rules, difference), [draft.policy.rules, difference]);
  const typed = text.trim().toLowerCase();
  const nameOf = (subject: string) => roles.find((r) => `r:${r.id}` === subject)?.name ?? "";
  const found = lines.filter((line) => !typed || [nameOf(line.rule.subject), line.rule.subject, words.object(line.rule.object), line.rule.object, line.rule.action, line.rule.reason].join(" ").toLowerCase().includes(typed));
  const shown = all ? found : found.slice(0, most);
  const pointed = params["line"];
  const edited = params["edit"] ? lines.find((line) => String(line.index) === params["edit"])?.rule : undefined;
  useEffect(() => {
    if (pointed) document.getElementById(`line-${pointed}`)?.scrollIntoView({ block: "center" });
  }, [pointed]);

  const remove = (rule: Rule) => {
    if (!edit) return;
    attempt(
      edit({ remove_rules: [rule] }).then(() => {
        showUndo(t("lines.removed"), () => edit({ add_rules: [rule] }));
      }),
    );
  };
  const columns: RowColumn<MarkedLine>[] = [
    {
      key: "who",
      label: t("lines.who"),
      cell: ({ rule, index }) => (
        <span id={index >= 0 ? `line-${index}` : undefined} className={String(index) === pointed ? classes.pointed : undefined}>
          <Subject subject={rule.subject} roles={roles} />
        </span>
      ),
    },
    {
      key: "what",
      label: t("lines.what"),
      cell: ({ rule }) => (
        <>
          {t("words.right", { object: words.object(rule.object), action: actionWord(rule.action).toLowerCase() })}
          <code className={classes.second}>
            {rule.object} {rule.action}
          </code>
        </>
      ),
    },
    { key: "reach", label: t("lines.reach"), cell: ({ rule }) => <CellChip cell={rule.effect === "deny" ? { deny: rule.scope } : { allow: rule.scope }} /> },
    { key: "when", label: t("lines.when"), cell: ({ rule }) => <When rule={rule} /> },
    { key: "reason", label: t("lines.reason"), cell: ({ rule }) => (rule.reason ? <bdi>{rule.reason}</bdi> : null) },
    ...(difference ? [{ key: "mark", label: t("lines.mark"), cell: ({ mark }: MarkedLine) => (mark ? <StatusBadge kind="access.line" state={mark} label={t(`marks.${mark}`)} /> : null) }] : []),
  ];
  if (edit) {
    columns.push({
      key: "act",
      label: t("ui:record.actions"),
      bare: true,
      width: 48,
      cell: (line) => <Acts line={line} onEdit={() => set({ edit: String(line.index) })} onRemove={() => remove(line.rule)} onBack={() => attempt(edit({ add_rules: [line.rule] }))} />,
    });
  }
  const add = (
    <Button size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => set({ edit: "new" })}>
      {t("lines.add")}
    </Button>
  );
  return (
    <>
      <RoleLines draft={draft} difference={difference} roles={roles} />
      <section className={classes.block} aria-label={t("lines.title")}>
        <Group justify="space-between" gap="sm">
          <h2>{t("lines.title")}</h2>
          <Group gap="sm">
            {lines.length > 8 ? (
              <TextInput size="xs" aria-label={t("lines.find")} placeholder={t("lines.find")} leftSection={<IconSearch size={14} stroke={1.75} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
            ) : null}
            {edit && lines.length > 0 ? add : null}
          </Group>
        </Group>
        {lines.length === 0 ? (
          <EmptyBlock icon={IconList} title={t("lines.none")} text={t("lines.none_text")} action={edit ? add : undefined} />
        ) : (
          <Rows<MarkedLine>
            label={t("lines.title")}
            columns={columns}
            rows={shown}
            rowKey={({ rule, index }) => `${index} ${rule.subject} ${rule.object} ${rule.action} ${rule.scope} ${rule.effect}`}
            faded={(line) => line.mark === "removed"}
            foot={
              shown.length < found.length ? (
                <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
                  {t("lines.more", { count: found.length - shown.length })}
                </Button>
              ) : undefined
            }
          />
        )}
      </section>
      {edit && (params["edit"] === "new" || edited) ? <LinePanel key={params["edit"]} draft={draft.id} rule={edited} roles={roles} edit={edit} onClose={() => set({ edit: undefined })} /> : null}
    </>
  );
}

function When({ rule }: { rule: Rule }) {
  const { t } = useTranslation("access");
  const words = [rule.valid_from ? t("lines.from", { day: fromWord(rule.valid_from) }) : "", rule.valid_to ? t("lines.until", { day: untilWord(rule.valid_to) }) : ""].filter(Boolean);
  return <>{words.length > 0 ? words.join(", ") : t("lines.always")}</>;
}

interface ActsProps {
  line: MarkedLine;
  onEdit: () => void;
  onRemove: () => void;
  onBack: () => void;
}

function Acts({ line, onEdit, onRemove, onBack }: ActsProps) {
  const { t } = useTranslation("access");
  const named = { line: [line.rule.subject, line.rule.object, line.rule.action].join(" ") };
  if (line.mark === "removed") {
    return (
      <ActionIcon aria-label={t("lines.back_named", named)} title={t("lines.back")} onClick={onBack}>
        <IconArrowBackUp size={18} stroke={1.75} />
      </ActionIcon>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t("lines.actions_named", named)}>
          <IconDots size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={onEdit}>
          {t("lines.edit")}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={onRemove}>
          {t("lines.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
