import { Checkbox, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { AskDialog } from "../AskDialog";
import { useCan } from "../session";
import type { ViewActs, ViewWords } from "./useViewActs";
import type { SavedView } from "./wire";

interface SaveDialogProps {
  acts: ViewActs;
  /** The view whose name and sharing are changed; none: what is on screen becomes a new one. */
  saved?: SavedView;
  onClose: () => void;
}

const levels = ["private", "team", "organisation"] as const;

/** Asks what a view is called, who sees it and for whom it opens. A refusal stands above the fields, which stay as they were. */
export function SaveDialog({ acts, saved, onClose }: SaveDialogProps) {
  const { t } = useTranslation("views");
  const can = useCan();
  const share = can("desk.view.share");
  const roles = useGet<{ items?: { id: string; label: string }[] | null }>("/identity/roles", undefined, { staleTime: 300_000, enabled: share && can("identity.user.read") });
  const [words, setWords] = useState<ViewWords>(() => ({ name: saved?.name ?? "", sharing: saved?.sharing ?? "private", default_for: saved?.default_for ?? [] }));
  const mine = words.sharing === "private";

  const submit = async () => {
    const body = { ...words, name: words.name.trim() };
    if (!saved) await acts.create(body);
    else if (!(await acts.change(saved, body))) return;
    onClose();
  };

  return (
    <AskDialog title={t(saved ? "edit" : "new")} submitLabel={t(saved ? "save" : "create")} ready={words.name.trim() !== ""} submit={submit} onClose={onClose}>
      <TextInput
        data-autofocus
        label={t("name")}
        required
        maxLength={100}
        value={words.name}
        onChange={(event) => setWords({ ...words, name: event.currentTarget.value })}
      />
      {share ? (
        <Select
          label={t("sharing.label")}
          allowDeselect={false}
          data={levels.map((value) => ({ value, label: t(`sharing.${value}`) }))}
          value={words.sharing}
          onChange={(value) => setWords({ ...words, sharing: value ?? "private", default_for: [] })}
        />
      ) : null}
      {mine ? (
        <Checkbox
          label={t("default.me")}
          checked={words.default_for.includes("me")}
          onChange={(event) => setWords({ ...words, default_for: event.currentTarget.checked ? ["me"] : [] })}
        />
      ) : null}
      {words.sharing === "organisation" ? (
        <MultiSelect
          label={t("default.label")}
          description={t("default.help")}
          searchable
          hidePickedOptions
          data={[{ value: "everybody", label: t("default.everybody") }, ...(roles.data?.items ?? []).map((role) => ({ value: role.id, label: role.label }))]}
          value={words.default_for}
          onChange={(default_for) => setWords({ ...words, default_for })}
        />
      ) : null}
    </AskDialog>
  );
}
