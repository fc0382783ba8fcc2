import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { talkPath, useTalkRefresh, type RecordRef, type Tag } from "@/api/notes";
import { useGet, useRefresh } from "@/api/query";
import { showDone, showFailed } from "../UndoToast";
import classes from "./record.module.css";

const colours = ["neutral", "info", "progress", "decision", "success", "warning", "danger"] as const;

interface TagChooserProps {
  record: RecordRef;
  has: Tag[];
  onDone: () => void;
}

/** Finds a tag of the organisation by typing, or makes one in a colour. */
export function TagChooser({ record, has, onDone }: TagChooserProps) {
  const { t } = useTranslation("talk");
  const all = useGet<Page<Tag>>("/notes/tags");
  const refreshTalk = useTalkRefresh(record);
  const refresh = useRefresh();
  const [typed, setTyped] = useState("");
  const [colour, setColour] = useState<(typeof colours)[number]>("info");
  const words = typed.trim().toLowerCase();
  const free = (all.data?.items ?? []).filter((tag) => !has.some((one) => one.id === tag.id) && tag.name.toLowerCase().includes(words)).slice(0, 8);
  const known = (all.data?.items ?? []).some((tag) => tag.name.toLowerCase() === words);
  const put = async (tag: Promise<Tag> | Tag) => {
    try {
      await api.put(`${talkPath(record)}/tags/${(await tag).id}`, undefined);
      showDone(t("tag.put"));
      await Promise.all([refreshTalk(), refresh("/notes/tags")]);
      onDone();
    } catch (cause) {
      showFailed(cause);
    }
  };
  const make = () => put(api.post<Tag>("/notes/tags", { name: typed, colour }));
  return (
    <Stack gap={6}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (free[0] && (known || !words)) void put(free[0]);
          else if (words && !known) void make();
        }}
      >
        <TextInput size="xs" aria-label={t("tag.name")} placeholder={t("tag.name")} value={typed} maxLength={40} data-autofocus onChange={(event) => setTyped(event.currentTarget.value)} />
      </form>
      {free.map((tag) => (
        <Button key={tag.id} size="compact-sm" variant="subtle" color="gray" justify="flex-start" onClick={() => void put(tag)}>
          <span className={classes.tag} data-tone={tag.colour}>
            <span dir="auto">{tag.name}</span>
          </span>
        </Button>
      ))}
      {words && !known ? (
        <>
          <div className={classes.colours} role="radiogroup" aria-label={t("tag.colour")}>
            {colours.map((one) => (
              <button key={one} type="button" role="radio" aria-checked={one === colour} aria-label={t(`tag.colours.${one}`)} className={`${classes.tag} ${classes.colour}`} data-tone={one} onClick={() => setColour(one)} />
            ))}
          </div>
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} onClick={() => void make()}>
            {t("tag.create", { name: typed.trim() })}
          </Button>
        </>
      ) : null}
      {!words && free.length === 0 && all.isSuccess ? (
        <Text size="xs" c="dimmed">
          {t("tag.none")}
        </Text>
      ) : null}
    </Stack>
  );
}
