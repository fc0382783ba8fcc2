import { Checkbox, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { AskDialog } from "@/ui/AskDialog";
import type { Dashboard } from "@/ui/dashboard/wire";
import { Notice } from "@/ui/Notice";
import { useCan } from "@/ui/session";
import { useDashboardActs, type DashboardWords } from "./useDashboardActs";

interface DashboardDialogProps {
  /** None: a new one. */
  dashboard?: Dashboard;
  onClose: () => void;
  onDone: (saved: Dashboard) => void;
}

const levels = ["private", "team", "organisation"] as const;

/** Asks what a dashboard is called, who sees it, and whose Today begins with it. A refusal stands above the fields, which stay as they were. */
export function DashboardDialog({ dashboard, onClose, onDone }: DashboardDialogProps) {
  const { t } = useTranslation("desk");
  const can = useCan();
  const acts = useDashboardActs();
  const share = can("desk.dashboard.share");
  const roles = useGet<{ items?: { id: string; label: string }[] | null }>("/identity/roles", undefined, { staleTime: 300_000, enabled: share && can("identity.user.read") });
  const choices = (roles.data?.items ?? []).map((role) => ({ value: role.id, label: role.label }));
  const [words, setWords] = useState<DashboardWords>(() => ({ name: dashboard?.name ?? "", sharing: dashboard?.sharing ?? "private", roles: dashboard?.roles ?? [], default_for: dashboard?.default_for ?? [] }));
  const put = (patch: Partial<DashboardWords>) => setWords({ ...words, ...patch });
  // Others would see a frame without figures.
  const whole = useGet<Dashboard>(`/desk/dashboards/${dashboard?.id}`, undefined, { enabled: dashboard !== undefined });
  const alone = words.sharing === "private" ? 0 : (whole.data?.widgets ?? []).filter((w) => w.view?.sharing === "private").length;

  const submit = async () => onDone(await acts.save({ ...words, name: words.name.trim() }, dashboard));

  return (
    <AskDialog title={t(dashboard ? "edit" : "new")} submitLabel={t(dashboard ? "save" : "create")} ready={words.name.trim() !== ""} submit={submit} onClose={onClose}>
      <TextInput data-autofocus label={t("name")} required maxLength={100} value={words.name} onChange={(event) => put({ name: event.currentTarget.value })} />
      {share ? (
        <Select
          label={t("sharing.label")}
          allowDeselect={false}
          data={levels.map((value) => ({ value, label: t(`sharing.${value}`) }))}
          value={words.sharing}
          onChange={(value) => put({ sharing: value ?? "private", roles: [], default_for: [] })}
        />
      ) : null}
      {words.sharing === "organisation" ? (
        <MultiSelect label={t("roles")} description={t("roles_help")} searchable hidePickedOptions data={choices} value={words.roles} onChange={(next) => put({ roles: next })} />
      ) : null}
      {words.sharing === "private" ? (
        <Checkbox label={t("today.mine")} checked={words.default_for.includes("me")} onChange={(event) => put({ default_for: event.currentTarget.checked ? ["me"] : [] })} />
      ) : null}
      {words.sharing === "organisation" ? (
        <MultiSelect
          label={t("today.label")}
          description={t("today.help")}
          searchable
          hidePickedOptions
          data={[{ value: "everybody", label: t("today.everybody") }, ...choices]}
          value={words.default_for}
          onChange={(next) => put({ default_for: next })}
        />
      ) : null}
      {alone > 0 ? <Notice tone="warning">{t("own_views", { count: alone })}</Notice> : null}
    </AskDialog>
  );
}
