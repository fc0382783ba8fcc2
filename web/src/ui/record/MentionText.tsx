import { Combobox, Textarea, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { api } from "@/api/client";
import { talkPath, type NotePerson, type RecordRef } from "@/api/notes";
import { keyOf } from "@/api/query";
import { asking, type Typed } from "./mention";
import classes from "./record.module.css";

interface MentionTextProps {
  record: RecordRef;
  value: Typed;
  onChange: (value: Typed) => void;
  label: string;
  placeholder?: string;
  onSend: () => void;
  onPaste?: (files: File[]) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  autoFocus?: boolean;
}

/** A text in which @ offers the people who may read the record, and nobody else. Ctrl+Enter sends. */
export function MentionText({ record, value, onChange, label, placeholder, onSend, onPaste, field, autoFocus }: MentionTextProps) {
  const [asked, setAsked] = useState<{ from: number; typed: string } | null>(null);
  const [search] = useDebouncedValue(asked?.typed ?? "", 150);
  const caret = useRef<number | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useQuery({
    queryKey: [...keyOf(`${talkPath(record)}/people`), search],
    queryFn: ({ signal }) => api.list<NotePerson>(`${talkPath(record)}/people`, { q: search, limit: 8 }, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const people = asked ? (found.data?.items ?? []) : [];
  const open = asked !== null && people.length > 0;

  // The first of those who are found is the one that Enter takes.
  const { selectFirstOption, resetSelectedOption } = combobox;
  const offered = open ? people.map((p) => p.id).join() : "";
  const point = useEffectEvent((any: boolean) => {
    if (any) selectFirstOption();
    else resetSelectedOption();
  });
  useEffect(() => point(offered !== ""), [offered]);

  // The caret goes behind the name that was put in.
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [field, value.text]);

  const look = (text: string, at: number) => {
    const next = asking(text, at, value.people);
    setAsked(next);
    if (next) combobox.openDropdown();
    else combobox.closeDropdown();
  };
  const choose = (id: string) => {
    const person = people.find((p) => p.id === id);
    if (!person || !asked) return;
    const end = field.current?.selectionStart ?? value.text.length;
    const put = `@${person.name} `;
    caret.current = asked.from + put.length;
    onChange({ text: value.text.slice(0, asked.from) + put + value.text.slice(end), people: [...value.people, person] });
    setAsked(null);
    combobox.closeDropdown();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
    } else if (open && event.key === "Tab") {
      event.preventDefault();
      combobox.clickSelectedOption();
    } else if (open && event.key === "Escape") {
      event.stopPropagation();
      setAsked(null);
    }
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start" shadow="md" width={280} withinPortal>
      <Combobox.Target withKeyboardNavigation={open} withExpandedAttribute={open} withAriaAttributes={open}>
        <Textarea
          ref={field}
          variant="unstyled"
          className={classes.text}
          aria-label={label}
          placeholder={placeholder}
          autosize
          minRows={2}
          maxRows={14}
          maxLength={10_000}
          dir="auto"
          data-autofocus={autoFocus || undefined}
          value={value.text}
          onChange={(event) => {
            onChange({ ...value, text: event.currentTarget.value });
            look(event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onClick={(event) => look(value.text, event.currentTarget.selectionStart)}
          onBlur={() => {
            setAsked(null);
            combobox.closeDropdown();
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length > 0 && onPaste) {
              event.preventDefault();
              onPaste(files);
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={label}>
          {people.map((person) => (
            <Combobox.Option key={person.id} value={person.id} dir="auto">
              {person.name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
