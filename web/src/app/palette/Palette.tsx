import { Kbd, Loader, Modal, Text } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "./items";
import classes from "./Palette.module.css";
import { takeTyped } from "./typeahead";
import { usePaletteSections } from "./useSections";

interface PaletteProps {
  opened: boolean;
  onClose: () => void;
  onKeys: () => void;
}

/** The command palette: go to, create, do, and find any record, by typing. */
export function Palette({ opened, onClose, onKeys }: PaletteProps) {
  const { t } = useTranslation("app");
  return (
    <Modal.Root opened={opened} onClose={onClose} padding={0} size={640} yOffset="12vh" classNames={{ content: classes.content, body: classes.body }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t("palette.title")}>
        <Modal.Body>
          <Lines opened={opened} onClose={onClose} onKeys={onKeys} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Lines({ opened, onClose, onKeys }: PaletteProps) {
  const { t } = useTranslation("app");
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  useEffect(() => input.current?.focus(), []);
  // The highlight belongs to a line and not to a position: lines that arrive do not move it.
  const [chosen, setChosen] = useState<string | null>(null);
  const { sections, searching, late, failed } = usePaletteSections(typed, opened, onKeys);
  const items = sections.flatMap((section) => section.items);
  const active = items.find((item) => item.id === chosen) ?? items[0];

  const run = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const move = (by: number) => {
    const at = active ? items.indexOf(active) : -1;
    const next = items[(at + by + items.length) % items.length];
    if (!next) return;
    setChosen(next.id);
    list.current?.querySelector(`[data-item="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) move(1);
    else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) move(-1);
    else if (event.key === "Enter") run(active);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.search}>
        <IconSearch size={20} stroke={1.75} aria-hidden />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
          // What was typed while the dialog opened belongs to it.
          onFocus={() => takeTyped((early) => setTyped((before) => before + early))}
        />
        {searching ? <Loader size={16} color="gray" /> : null}
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={t("palette.title")} className={classes.list}>
        {sections.map((section) => (
          <div key={section.title} role="group" aria-label={section.title}>
            <div className={classes.head} aria-hidden>
              {section.title}
            </div>
            {section.items.map((item) => (
              <Line key={item.id} id={`${listId}-${item.id}`} item={item} active={item === active} onRun={() => run(item)} onPoint={() => setChosen(item.id)} />
            ))}
          </div>
        ))}
        {items.length === 0 && !searching ? (
          <Text size="sm" c="dimmed" ta="center" p="xl">
            {t("palette.nothing", { text: typed })}
          </Text>
        ) : null}
      </div>
      <div className={classes.foot} role="status">
        <span>
          {failed ? t("palette.failed") : late.length > 0 ? t("palette.late", { modules: late.join(", ") }) : ""}
        </span>
        <span className={classes.hints} aria-hidden>
          <Kbd size="xs">↑</Kbd>
          <Kbd size="xs">↓</Kbd>
          {t("palette.hint_move")}
          <Kbd size="xs">{t("palette.hint_enter")}</Kbd>
          {t("palette.hint_open")}
          <Kbd size="xs">{">"}</Kbd>
          {t("palette.hint_actions")}
          <Kbd size="xs">@</Kbd>
          {t("palette.hint_people")}
          <Kbd size="xs">#</Kbd>
          {t("palette.hint_documents")}
        </span>
      </div>
    </>
  );
}

function Line({ id, item, active, onRun, onPoint }: { id: string; item: Item; active: boolean; onRun: () => void; onPoint: () => void }) {
  const Mark = item.icon;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus stays in the text, which handles the keys of the list
    <div id={id} role="option" aria-selected={active} data-item={item.id} className={classes.line} onClick={onRun} onMouseMove={onPoint}>
      <Mark size={18} stroke={1.75} aria-hidden />
      <span className={classes.title} dir="auto">
        {item.title}
      </span>
      {item.hint ? (
        <span className={classes.hint} dir="auto">
          {item.hint}
        </span>
      ) : null}
      {item.keys ? (
        <span className={classes.keys} aria-hidden>
          {item.keys.split(" ").map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </span>
      ) : null}
    </div>
  );
}
