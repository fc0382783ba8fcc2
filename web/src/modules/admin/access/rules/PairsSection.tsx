import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconArrowsSplit2, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { ActionDialog } from "@/ui/ActionDialog";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import type { FieldSpec } from "@/ui/form/fields";
import { Rows, type RowColumn } from "@/ui/Rows";
import { RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { showFailed, showUndo } from "@/ui/UndoToast";
import classes from "../lines/lines.module.css";
import { useWords } from "../words";
import { useRights } from "./useRights";

type Conflict = Schema<"AccessConflict">;

/** Pairs of rights that no person may hold both: separation of duties. */
export function PairsSection() {
  const { t } = useTranslation("access");
  const can = useCan();
  const words = useWords();
  const refresh = useRefresh();
  const rights = useRights();
  const [params, set] = useParams();
  const pairs = useGet<{ items: Conflict[] }>("/access/conflicts");
  const mayEdit = can("access.policy.edit");
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "permission_a", label: t("pairs.one"), kind: "select", required: true, wide: true, options: rights },
      { name: "permission_b", label: t("pairs.other"), kind: "select", required: true, wide: true, options: rights },
      { name: "reason", label: t("lines.reason"), kind: "textarea", required: true, maxLength: 500, help: t("pairs.reason_help") },
    ],
    [t, rights],
  );
  const remove = async ({ id, permission_a, permission_b, reason }: Conflict) => {
    try {
      await api.delete(`/access/conflicts/${id}`);
      await refresh("/access/conflicts");
      showUndo(t("pairs.removed"), async () => {
        await api.post("/access/conflicts", { permission_a, permission_b, reason });
        await refresh("/access/conflicts");
      });
    } catch (cause) {
      showFailed(cause);
    }
  };
  const right = (permission: string) => (
    <>
      {words.right(permission)}
      <code className={classes.second}>{permission}</code>
    </>
  );
  const columns: RowColumn<Conflict>[] = [
    { key: "one", label: t("pairs.one"), width: "28%", cell: (pair) => right(pair.permission_a) },
    { key: "other", label: t("pairs.other"), width: "28%", cell: (pair) => right(pair.permission_b) },
    { key: "reason", label: t("lines.reason"), cell: (pair) => <bdi>{pair.reason}</bdi> },
  ];
  if (mayEdit) {
    columns.push({
      key: "act",
      label: t("ui:record.actions"),
      bare: true,
      width: 48,
      cell: (pair) => (
        <ActionIcon aria-label={t("pairs.remove_named", { one: words.right(pair.permission_a), other: words.right(pair.permission_b) })} title={t("pairs.remove")} onClick={() => void remove(pair)}>
          <IconTrash size={18} stroke={1.75} />
        </ActionIcon>
      ),
    });
  }
  const add = mayEdit ? (
    <Button size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => set({ pair: "new" })}>
      {t("pairs.add")}
    </Button>
  ) : null;
  return (
    <section className={classes.block} aria-label={t("pairs.title")}>
      <Group justify="space-between" gap="sm">
        <h2>{t("pairs.title")}</h2>
        {pairs.data && pairs.data.items.length > 0 ? add : null}
      </Group>
      <Text size="sm" c="dimmed" maw={880}>
        {t("pairs.text")}
      </Text>
      <RecordState query={pairs}>
        {({ items }) =>
          items.length > 0 ? <Rows<Conflict> label={t("pairs.title")} rows={items} rowKey={(pair) => pair.id} columns={columns} /> : <EmptyBlock compact icon={IconArrowsSplit2} title={t("pairs.none")} text={t("pairs.none_text")} action={add} />
        }
      </RecordState>
      {mayEdit && params["pair"] ? (
        <ActionDialog<Conflict>
          title={t("pairs.add")}
          name="access.conflict/new"
          fields={fields}
          submitLabel={t("pairs.keep")}
          submit={(body, { idempotencyKey }) => api.post<Conflict>("/access/conflicts", body, { idempotencyKey })}
          onSaved={() => void refresh("/access/conflicts", "/access/drafts")}
          onClose={() => set({ pair: undefined })}
        />
      ) : null}
    </section>
  );
}
