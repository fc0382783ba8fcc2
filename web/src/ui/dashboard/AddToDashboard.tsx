import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { useGet, useRefresh } from "@/api/query";
import { useGo } from "../address";
import { AskDialog } from "../AskDialog";
import type { GridColumn } from "../grid/columns";
import { showDone } from "../UndoToast";
import { stateOf } from "../views/state";
import type { ListView } from "../views/useListView";
import { suggested, WidgetForm, widgetOf } from "./WidgetForm";
import { below, written, type Dashboard } from "./wire";

interface AddToDashboardProps {
  list: string;
  /** Name of the list. */
  label: string;
  view: ListView;
  fields: ReadonlySet<string>;
  columns: GridColumn<never>[];
  onClose: () => void;
}

const fresh = "new";

/** Puts what the list shows on a dashboard. A saved view is followed, what was changed of it is kept as it is now. */
export function AddToDashboard({ list, label, view, fields, columns, onClose }: AddToDashboardProps) {
  const { t } = useTranslation("views");
  const refresh = useRefresh();
  const go = useGo();
  const all = useGet<{ items: Dashboard[] | null }>("/desk/dashboards");
  const open = (all.data?.items ?? []).filter((d) => d.may_change && !d.locked);
  const [words, setWords] = useState(() => suggested(view.params));
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const target = chosen ?? open[0]?.id ?? fresh;
  const saved = view.edited ? undefined : view.active?.saved;

  const add = async () => {
    const widget = { id: newKey(), x: 0, y: 0, ...widgetOf(words, list, { view: saved?.id, state: stateOf(view.params, fields, {}) }, columns) };
    const made = target === fresh ? await api.post<Dashboard>("/desk/dashboards", { name: name.trim(), widgets: [widget] }) : await appended(target, widget);
    await refresh("/desk/dashboards");
    showDone(
      <>
        {t("widget.added", { name: made.name })}{" "}
        <Button size="compact-xs" variant="subtle" onClick={() => go(`/dashboards/${made.id}`)}>
          {t("widget.open")}
        </Button>
      </>,
    );
    onClose();
  };

  return (
    <AskDialog title={t("widget.add_to")} submitLabel={t("widget.add")} ready={!all.isPending && (target !== fresh || name.trim() !== "")} submit={add} onClose={onClose}>
      <Select
        label={t("widget.dashboard")}
        allowDeselect={false}
        disabled={all.isPending}
        value={target}
        data={[...open.map((d) => ({ value: d.id, label: d.name })), { value: fresh, label: t("widget.new_dashboard") }]}
        onChange={setChosen}
      />
      {target === fresh ? <TextInput label={t("widget.dashboard_name")} required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} /> : null}
      <WidgetForm value={words} onChange={setWords} columns={columns} standardTitle={saved?.name ?? label} />
    </AskDialog>
  );
}

async function appended(id: string, widget: Parameters<typeof written>[0]): Promise<Dashboard> {
  const now = await api.get<Dashboard>(`/desk/dashboards/${id}`);
  const has = (now.widgets ?? []).map(written);
  return api.patch<Dashboard>(`/desk/dashboards/${id}`, { widgets: [...has, { ...widget, y: below(has) }] }, now.version);
}
