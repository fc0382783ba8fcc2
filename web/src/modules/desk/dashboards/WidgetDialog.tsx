import { Button, Group, Modal, Select, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { suggested, WidgetForm, widgetOf, type WidgetWords } from "@/ui/dashboard/WidgetForm";
import { paramsOfWidget, type NewWidget, type Widget } from "@/ui/dashboard/wire";
import type { ListEntry, ListShape } from "@/ui/lists";
import { useModules } from "@/ui/registry";
import { useCan } from "@/ui/session";
import { paramsOf, stateOf, type ViewState } from "@/ui/views/state";
import { listOf, type SavedView } from "@/ui/views/wire";
import { fieldsOf } from "./address";
import { WithList, type Row } from "./WithList";

interface WidgetDialogProps {
  /** None: a new one. */
  widget?: Widget;
  onClose: () => void;
  onDone: (words: NewWidget) => void;
}

/** Asks for a list, a view of it, and what is shown of them. */
export function WidgetDialog({ widget, onClose, onDone }: WidgetDialogProps) {
  const { t } = useTranslation("desk");
  const can = useCan();
  const lists = useModules()
    .flatMap((module) => (module.lists ?? []).map((entry) => ({ entry, module })))
    .filter(({ entry }) => can(entry.permission));
  const [list, setList] = useState(widget?.list ?? (lists[0] ? listOf(lists[0].entry.endpoint) : ""));
  const entry = lists.find((one) => listOf(one.entry.endpoint) === list)?.entry;
  const groups = [...new Set(lists.map(({ module }) => module))].map((module) => ({
    group: t(module.label),
    items: lists.filter((one) => one.module === module).map((one) => ({ value: listOf(one.entry.endpoint), label: t(one.entry.label) })),
  }));
  return (
    <Modal opened onClose={onClose} title={t(widget ? "widget.edit" : "widget.add")} size="md" closeButtonProps={{ "aria-label": t("ui:close") }}>
      <Stack gap="md">
        <Select data-autofocus label={t("widget.list")} allowDeselect={false} searchable openOnFocus={false} data={groups} value={list} onChange={(next) => setList(next ?? list)} />
        {entry ? (
          <WithList key={list} entry={entry} fallback={<Skeleton height={180} role="status" aria-label={t("ui:loading")} />}>
            {(shape) => <Choices widget={widget?.list === list ? widget : undefined} list={list} entry={entry} shape={shape} onClose={onClose} onDone={onDone} />}
          </WithList>
        ) : null}
      </Stack>
    </Modal>
  );
}

interface Source {
  value: string;
  label: string;
  /** The saved view that is followed; else the widget keeps the state. */
  view?: string;
  state: ViewState;
}

function Choices({ widget, list, entry, shape, onClose, onDone }: WidgetDialogProps & { list: string; entry: ListEntry; shape: ListShape<Row> }) {
  const { t } = useTranslation("desk");
  const views = useGet<{ items: SavedView[] | null }>("/desk/views", { list }, { staleTime: 60_000 });
  const fields = fieldsOf(shape);
  const builtIns = shape.views ?? [{ id: "all", label: t("views:all"), params: {} }];
  const own: Source[] = widget && !widget.view_id && Object.keys(widget.state.conditions ?? {}).length + (widget.state.filter ?? "").length + (widget.state.q ?? "").length > 0 ? [{ value: "own", label: t("widget.as_it_is"), state: widget.state }] : [];
  const ofList: Source[] = builtIns.map((view) => ({ value: `list:${view.id}`, label: view.label, state: stateOf(view.params, fields, {}) }));
  const saved: Source[] = (views.data?.items ?? []).map((view) => ({ value: view.id, label: view.name, view: view.id, state: view.state }));
  const all = [...own, ...ofList, ...saved];
  const first = widget?.view_id ?? own[0]?.value ?? (ofList.find((s) => Object.keys(s.state).length === 0) ?? ofList[0])?.value ?? "";
  const [chosen, setChosen] = useState<string>();
  const source = all.find((s) => s.value === (chosen ?? first));
  const [words, setWords] = useState<WidgetWords>(() => (widget ? { ...suggested(paramsOfWidget(widget)), kind: widget.kind ?? "number", title: widget.title ?? "" } : suggested({})));
  const choose = (value: string | null) => {
    setChosen(value ?? first);
    const next = all.find((s) => s.value === value);
    // A new widget begins as the view looks.
    if (!widget && next) setWords({ ...suggested(paramsOf(next.state)), title: words.title });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (source) onDone(widgetOf(words, list, source, shape.columns));
      }}
    >
      <Stack gap="md">
        <Select
          label={t("widget.view")}
          allowDeselect={false}
          data={[
            ...(own.length > 0 ? [{ group: t("widget.now"), items: own }] : []),
            { group: t("widget.of_list"), items: ofList },
            ...(saved.length > 0 ? [{ group: t("widget.saved"), items: saved }] : []),
          ]}
          value={source?.value ?? null}
          placeholder={views.isPending ? t("ui:loading") : t("widget.gone")}
          onChange={choose}
        />
        <WidgetForm value={words} onChange={setWords} columns={shape.columns} standardTitle={source?.view ? source.label : t(entry.label)} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("ui:cancel")}
          </Button>
          <Button type="submit" disabled={!source}>
            {t(widget ? "save" : "widget.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
