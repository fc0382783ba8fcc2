import { ActionIcon, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import { moduleWord } from "../../shared/rights";
import { attempt, type Editing } from "../drafts/useDraft";
import type { Matrix, Whole } from "../types";
import { areaOf, areaWord, useResources, useWords } from "../words";
import { AccessGrid } from "./AccessGrid";
import { CellPanel } from "./CellPanel";
import { planCell, type Wish } from "./cells";
import classes from "./matrix.module.css";
import { RoleChooser } from "./RoleChooser";
import { RoleForm } from "./RoleForm";
import { RoleHead } from "./RoleHead";
import { RemoveRole } from "./RemoveRole";
import { roleToShow, tableOfResource, tableOfRole, withCell, type Cell, type Filter } from "./rows";
import { sayCell } from "./say";

interface MatrixPaneProps {
  matrix: Matrix;
  /** Before the grid: what is special today. */
  note?: ReactNode;
  /** The published policy beside a draft, to mark what it changes. */
  published?: Matrix;
  draft?: Whole;
  /** Where the draft can be changed. */
  editing?: Editing;
}

/** The matrix: one role with all rights, or one resource with all roles; a draft's can be changed in place. */
export function MatrixPane({ matrix, note, published, draft, editing }: MatrixPaneProps) {
  const { t } = useTranslation("access");
  const [params, set] = useParams();
  const resources = useResources();
  const words = useWords();
  const [text, setText] = useState(params["find"] ?? "");
  const find = useDeferredValue(text);
  const [said, setSaid] = useState("");
  const roles = matrix.roles;
  // Chosen once: a change must not turn to another role under one's hands.
  const [start] = useState(() => roleToShow(roles, published)?.id);
  const resource = params["view"] === "object" ? (resources.items.find((r) => r.name === params["object"]) ?? resources.items.find((r) => r.module === "crm") ?? resources.items[0]) : undefined;
  const role = roles.find((r) => r.id === params["role"]) ?? roles.find((r) => r.id === start) ?? roleToShow(roles, published);
  const beside = resource ? undefined : roles.find((r) => r.id === params["with"] && r.id !== role?.id);
  const filter = (["held", "changed", "differs"].find((one) => one === params["show"] && (one !== "differs" || beside) && (one !== "changed" || published)) ?? "all") as Filter;
  const table = useMemo(() => {
    const from = { words, published, beside, filter, text: find };
    if (resource) return tableOfResource(resource, roles, from);
    return role ? tableOfRole(role, resources.items, from) : null;
  }, [words, published, beside, filter, find, resource, role, roles, resources.items]);

  const wish = (cell: Cell, wanted: Wish): boolean => {
    if (!editing || !draft) return false;
    // Keys may be faster than the screen: what counts is what was asked for last.
    const { whole = draft, matrix: latest = matrix } = editing.now();
    const known = latest.roles.find((r) => r.id === cell.role.id)?.cells[cell.permission];
    const plan = planCell({ role: cell.role, permission: cell.permission, cell: known, rules: whole.policy.rules, scopes: cell.scopes }, wanted);
    if (typeof plan === "string") return false;
    if (plan) {
      attempt(editing.edit(plan.change, (before) => withCell(before, cell.role.id, cell.permission, plan.next)));
      setSaid(t("matrix.said", { right: words.right(cell.permission), role: cell.role.name, reach: sayCell(plan.next) }));
    }
    return true;
  };

  if (resources.isError) return <ErrorBlock error={resources.error} retry={() => void resources.refetch()} />;
  if (!table || !role || resources.isPending) return <RecordSkeleton />;
  const filters = [
    { value: "all", label: t("matrix.show.all") },
    { value: "held", label: t("matrix.show.held") },
    ...(published ? [{ value: "changed", label: t("matrix.show.changed") }] : []),
    ...(beside ? [{ value: "differs", label: t("matrix.show.differs") }] : []),
  ];
  const keys = <span className={classes.keys}>{t(editing ? "matrix.keys_edit" : "matrix.keys")}</span>;
  return (
    <div className={resource ? classes.whole : classes.panes}>
      {resource ? null : (
        <RoleChooser roles={roles} chosen={role.id} published={published} onChoose={(id) => set({ role: id }, { push: true })} onNew={editing ? () => set({ form: "new" }) : undefined} />
      )}
      <div className={classes.main}>
        {note}
        {resource ? null : (
          <RoleHead aside={keys} role={role} roles={roles} draft={draft?.id} onEdit={editing ? () => set({ form: "role" }) : undefined} onRemove={editing ? () => set({ form: "remove" }) : undefined} />
        )}
        <div className={classes.tools} data-object={resource ? true : undefined}>
          <SegmentedControl
            size="xs"
            aria-label={t("matrix.view")}
            value={resource ? "object" : "role"}
            onChange={(view) => set({ view: view === "role" ? undefined : view }, { push: true })}
            data={[
              { value: "role", label: t("matrix.by_role") },
              { value: "object", label: t("matrix.by_object") },
            ]}
          />
          {resource ? (
            <Select
              size="xs"
              w={230}
              aria-label={t("matrix.object")}
              allowDeselect={false}
              searchable
              value={resource.name}
              data={["crm", "inventory", "hr", "platform"].map((area) => ({ group: moduleWord(area), items: resources.items.filter((r) => areaOf(r.module) === area).map((r) => ({ value: r.name, label: words.object(r.object) })) }))}
              onChange={(name) => name && set({ object: name })}
            />
          ) : (
            <Select
              size="xs"
              w={210}
              aria-label={t("matrix.beside")}
              placeholder={t("matrix.beside")}
              clearable
              clearButtonProps={{ "aria-label": t("ui:clear") }}
              searchable
              value={beside?.id ?? null}
              data={roles.filter((r) => r.id !== role.id).map((r) => ({ value: r.id, label: r.name }))}
              onChange={(id) => set({ with: id ?? undefined, show: id ? params["show"] : undefined })}
            />
          )}
          <TextInput
            size="xs"
            w={170}
            aria-label={t("matrix.find")}
            placeholder={t("matrix.find")}
            leftSection={<IconSearch size={14} stroke={1.75} />}
            rightSection={
              text ? (
                <ActionIcon size={20} aria-label={t("ui:clear")} onClick={() => (setText(""), set({ find: undefined }))}>
                  <IconX size={14} stroke={1.75} />
                </ActionIcon>
              ) : undefined
            }
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              set({ find: event.currentTarget.value || undefined });
            }}
          />
          <SegmentedControl size="xs" aria-label={t("matrix.shown")} value={filter} onChange={(show) => set({ show: show === "all" ? undefined : show })} data={filters} />
          {resource ? keys : null}
          {beside ? (
            <span className={classes.legend}>
              <bdi>{t("matrix.beside_legend", { role: beside.name })}</bdi>
            </span>
          ) : null}
        </div>
        {table.groups.length > 0 ? (
          <AccessGrid
            label={resource ? t("matrix.of_object", { object: words.object(resource.object) }) : t("matrix.of_role", { role: role.name })}
            table={table}
            words={words}
            groupWord={(key) => (key === "own" ? t("roles.own") : areaWord(key))}
            onWish={editing ? wish : undefined}
            panel={(opened, close) => (
              <CellPanel
                opened={opened}
                words={words}
                roles={roles}
                rules={editing ? draft?.policy.rules : undefined}
                draft={draft?.id}
                onWish={(wanted) => {
                  if (wish(opened.cell, wanted)) close();
                }}
              />
            )}
          />
        ) : (
          <EmptyBlock icon={IconSearch} title={t("matrix.nothing")} text={t(`matrix.nothing_${filter}`)} />
        )}
        <div role="status" className={classes.ear}>
          {said}
        </div>
      </div>
      {editing && draft && (params["form"] === "new" || params["form"] === "role") ? (
        <RoleForm
          draft={draft.id}
          roles={roles}
          role={params["form"] === "role" ? role : undefined}
          edit={editing.edit}
          onSaved={(id) => set({ role: id, form: undefined })}
          onClose={() => set({ form: undefined })}
        />
      ) : null}
      {editing && draft && params["form"] === "remove" && !role.shipped ? (
        <RemoveRole draft={draft} role={role} edit={editing.edit} onRemoved={() => set({ role: undefined, form: undefined })} onClose={() => set({ form: undefined })} />
      ) : null}
    </div>
  );
}
