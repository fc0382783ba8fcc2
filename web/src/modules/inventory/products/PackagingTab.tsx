import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconBox, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import type { FieldSpec } from "@/ui/form/fields";
import { formatDecimal } from "@/ui/number";
import { Rows } from "@/ui/Rows";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import { showFailed } from "@/ui/UndoToast";
import { Unknown } from "@/ui/Unknown";
import { Section } from "../shared/Section";
import { useUnitName } from "../shared/Qty";
import type { Items, Packaging, Product } from "../wire";

/** How a product is packed: "a box of 12". Documents and scans may count in these. */
export function PackagingTab({ product, editable }: { product: Product; editable: boolean }) {
  const { t } = useTranslation("inventory");
  const unitName = useUnitName();
  const refresh = useRefresh();
  const path = `/inventory/products/${product.id}/packagings`;
  const list = useGet<Items<Packaging>>(path);
  const [editing, setEditing] = useState<Packaging | "new" | null>(null);
  const rows = list.data?.items ?? [];
  const unit = unitName(product.unit);
  const remove = (packaging: Packaging) =>
    api.delete(`${path}/${packaging.id}`).then(() => refresh(path, "/history"), showFailed);

  const add = editable ? (
    <Button variant="default" size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setEditing("new")}>
      {t("packaging.new")}
    </Button>
  ) : null;
  return (
    <Section title={t("packaging.title")} actions={rows.length > 0 ? add : null}>
      {list.isPending ? <RowsSkeleton /> : null}
      {list.isError ? <ErrorBlock error={list.error} retry={() => void list.refetch()} compact /> : null}
      {list.isSuccess && rows.length === 0 ? <EmptyBlock icon={IconBox} title={t("packaging.none")} text={t("packaging.none_text")} action={add} compact /> : null}
      {rows.length > 0 ? (
        <Rows<Packaging>
          label={t("packaging.title")}
          rows={rows}
          rowKey={(p) => p.id}
          columns={[
            { key: "name", label: t("packaging.name"), cell: (p) => p.name },
            { key: "holds", label: t("packaging.holds"), numeric: true, cell: (p) => <span className="lh-number">{holds(p, unit)}</span> },
            { key: "barcode", label: t("product.barcode"), cell: (p) => (p.barcode ? <span className="lh-code">{p.barcode}</span> : <Unknown />) },
            { key: "whole", label: t("packaging.keep_whole"), cell: (p) => t(p.keep_whole ? "yes" : "no") },
            ...(editable
              ? [
                  {
                    key: "menu", label: t("actions"), bare: true, width: 48,
                    cell: (p: Packaging) => (
                      <Menu position="bottom-end" withinPortal>
                        <Menu.Target>
                          <ActionIcon aria-label={t("actions_of", { name: p.name })}>
                            <IconDots size={16} stroke={1.75} />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setEditing(p)}>
                            {t("edit")}
                          </Menu.Item>
                          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void remove(p)}>
                            {t("remove")}
                          </Menu.Item>
                        </Menu.Dropdown>
                      </Menu>
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
      {editing ? (
        <PackagingDialog path={path} unit={unit} packaging={editing === "new" ? undefined : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Section>
  );
}

function holds(packaging: Packaging, unit: string): string {
  const amount = packaging.den === "1" ? formatDecimal(packaging.num) : `${formatDecimal(packaging.num)} ÷ ${formatDecimal(packaging.den)}`;
  return `${amount} ${unit}`;
}

function PackagingDialog({ path, unit, packaging, onClose }: { path: string; unit: string; packaging?: Packaging; onClose: () => void }) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("packaging.name"), kind: "text", required: true, maxLength: 100, placeholder: t("packaging.name_example") },
      { name: "num", label: t("packaging.holds"), kind: "integer", required: true, unit },
      { name: "barcode", label: t("product.barcode"), kind: "text", maxLength: 100 },
      { name: "keep_whole", label: t("packaging.keep_whole"), kind: "boolean", help: t("packaging.keep_whole_help") },
    ],
    [t, unit],
  );
  const body = (sent: Record<string, unknown>) => ({
    ...sent,
    ...("num" in sent ? { num: String(sent["num"]) } : {}),
    ...("barcode" in sent ? { barcode: sent["barcode"] ?? "" } : {}),
  });
  return (
    <ActionDialog<Packaging>
      title={packaging ? t("packaging.edit") : t("packaging.new")}
      name={packaging ? `inventory.packaging/${packaging.id}` : `inventory.packaging/new${path}`}
      fields={fields}
      record={packaging}
      version={packaging?.version}
      submitLabel={packaging ? t("save") : t("packaging.create")}
      submit={(sent, context) =>
        packaging
          ? api.patch<Packaging>(`${path}/${packaging.id}`, body(sent), context.version)
          : api.post<Packaging>(path, body(sent), { idempotencyKey: context.idempotencyKey })
      }
      onSaved={() => void refresh(path, "/history")}
      onClose={onClose}
    />
  );
}
