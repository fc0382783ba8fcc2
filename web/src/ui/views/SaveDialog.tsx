import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { useGet } from "@/api/query";
import { Notice } from "../Notice";
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
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const mine = words.sharing === "private";

  const submit = async () => {
    setBusy(true);
    try {
      const body = { ...words, name: words.name.trim() };
      if (!saved) await acts.create(body);
      else if (!(await acts.change(saved, body))) return;
      onClose();
    } catch (cause) {
      const problem = toProblem(cause);
      setRefusal(problem.errors[0]?.detail || problem.detail || problem.title);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={t(saved ? "edit" : "new")} size="md" closeButtonProps={{ "aria-label": t("ui:close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.name.trim()) void submit();
        }}
      >
        <Stack gap="md">
          {refusal ? (
            <Notice tone="danger" urgent>
              {refusal}
            </Notice>
          ) : null}
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
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("ui:cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={words.name.trim() === ""}>
              {t(saved ? "save" : "create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
