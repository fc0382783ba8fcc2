import { ActionIcon, Button, Group, Menu, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ClipboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { languages, wordIn } from "@/ui/custom/wire";
import { OptionMark, optionColours } from "@/ui/OptionMark";
import classes from "./fields.module.css";
import { newOption, pasted, without, type Options } from "./options";
import { moved } from "./order";
import type { DraftOption } from "./types";

interface OptionsEditorProps {
  id: string;
  value: unknown;
  onChange: (options: DraftOption[]) => void;
  error?: ReactNode;
}

const icon = { size: 16, stroke: 1.75 } as const;

/** The choices of a field in their order, each with its names and a colour. One that records may have is archived, not removed. */
export function OptionsEditor({ id, value, onChange, error }: OptionsEditorProps) {
  const { t, i18n } = useTranslation("fields");
  // The reader's own language comes first.
  const ordered = [...languages].sort((a, b) => Number(b === i18n.language) - Number(a === i18n.language));
  const options = (Array.isArray(value) ? value : []) as Options;
  const root = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  useEffect(() => {
    if (wanted !== null) root.current?.querySelector<HTMLInputElement>(`[data-option="${wanted}"] input`)?.focus();
  }, [wanted, options.length]);
  const change = (index: number, patch: Partial<DraftOption>) => onChange(options.map((option, at) => (at === index ? { ...option, ...patch } : option)));
  const add = () => {
    onChange([...options, newOption(options)]);
    setWanted(options.length);
  };
  // A column of a spreadsheet is as many options.
  const onPaste = (event: ClipboardEvent, index: number, language: string) => {
    const next = pasted(options, index, language, event.clipboardData.getData("text/plain"));
    if (!next) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <div ref={root} role="group" aria-labelledby={`${id}-label`}>
      <Text id={`${id}-label`} size="sm" fw={600}>
        {t("options")}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {t("options_help")}
      </Text>
      {options.length > 0 ? (
        <ol className={classes.options}>
          {options.map((option, index) => {
            const name = wordIn(option.label) || t("option_number", { number: index + 1 });
            return (
              <li key={option.key ?? `new-${option.mark}`} className={classes.option} data-archived={option.archived || undefined} data-option={index}>
                <Menu position="bottom-start" withinPortal>
                  <Menu.Target>
                    <ActionIcon size={32} variant="default" aria-label={t("colour_of", { option: name, colour: t(`colours.${option.colour || "none"}`) })}>
                      <span className={classes.swatch}>
                        <OptionMark colour={option.colour || undefined}>{option.colour ? "" : "–"}</OptionMark>
                      </span>
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {["", ...optionColours].map((colour) => (
                      <Menu.Item key={colour} onClick={() => change(index, { colour })}>
                        <OptionMark colour={colour || undefined}>{t(`colours.${colour || "none"}`)}</OptionMark>
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
                <div className={classes.words}>
                  {ordered.map((language) => (
                    <TextInput
                      key={language}
                      size="xs"
                      dir="auto"
                      maxLength={200}
                      aria-label={t("option_in", { number: index + 1, language: t(`languages.${language}`) })}
                      placeholder={t(`languages.${language}`)}
                      value={option.label[language] ?? ""}
                      onPaste={(event) => onPaste(event, index, language)}
                      onChange={(event) => change(index, { label: { ...option.label, [language]: event.currentTarget.value } })}
                      onKeyDown={(event) => {
                        if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
                        event.preventDefault();
                        add();
                      }}
                    />
                  ))}
                </div>
                <Group gap={0} wrap="nowrap">
                  <ActionIcon size={28} disabled={index === 0} aria-label={t("option_up", { option: name })} onClick={() => onChange(moved(options, index, index - 1))}>
                    <IconArrowUp {...icon} />
                  </ActionIcon>
                  <ActionIcon size={28} disabled={index === options.length - 1} aria-label={t("option_down", { option: name })} onClick={() => onChange(moved(options, index, index + 1))}>
                    <IconArrowDown {...icon} />
                  </ActionIcon>
                  {option.key ? (
                    <Tooltip label={t(option.archived ? "option_restore" : "option_archive", { option: name })}>
                      <ActionIcon size={28} aria-label={t(option.archived ? "option_restore" : "option_archive", { option: name })} onClick={() => change(index, { archived: !option.archived })}>
                        {option.archived ? <IconArchiveOff {...icon} /> : <IconArchive {...icon} />}
                      </ActionIcon>
                    </Tooltip>
                  ) : (
                    <ActionIcon size={28} aria-label={t("option_remove", { option: name })} onClick={() => onChange(without(options, index))}>
                      <IconTrash {...icon} />
                    </ActionIcon>
                  )}
                </Group>
              </li>
            );
          })}
        </ol>
      ) : null}
      <Button variant="default" size="compact-sm" leftSection={<IconPlus {...icon} />} onClick={add} data-add-option>
        {t("option_add")}
      </Button>
      {error ? (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {error}
        </Text>
      ) : null}
    </div>
  );
}
