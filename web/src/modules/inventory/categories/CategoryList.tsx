import { Button, Group } from "@mantine/core";
import { IconCategory, IconFolder, IconPackage, IconPlus, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRecord, useRefresh } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { formatCount } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { RecordState } from "@/ui/RecordPage";
import { Padded, Screen } from "@/ui/Screen";
import { useCan, useCurrency } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { Timeline } from "@/ui/Timeline";
import classes from "../shared/shared.module.css";
import { categorySource } from "../sources";
import { flat, written, type Category } from "../wire";

/** The tree of categories, each below the one that it belongs to. */
export function CategoryList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const columns = useMemo<GridColumn<Category>[]>(
    () => [
      { key: "path", label: t("category.name"), sort: true, filter: true, cell: (c) => <Branch category={c} />, width: 360 },
      { key: "code", label: t("category.code"), kind: "code", filter: true, width: 140 },
      {
        key: "products", label: t("category.products"), kind: "number", width: 110, card: true,
        cell: (c) =>
          c.products === 0 ? (
            <span className="lh-number">–</span>
          ) : (
            <AppLink to={`/stock/products?category_id=${c.id}`} fz="inherit" onClick={(event) => event.stopPropagation()}>
              {formatCount(c.products)}
            </AppLink>
          ),
      },
      { key: "description", label: t("category.description"), width: 320, card: true },
    ],
    [t],
  );
  const actions: RowAction<Category>[] = [
    { id: "products", label: t("category.open_products"), icon: <IconPackage size={16} stroke={1.75} />, run: (c) => go(`/stock/products?category_id=${c.id}`) },
    { id: "below", label: t("category.new_below"), icon: <IconPlus size={16} stroke={1.75} />, hidden: () => !can("inventory.category.create"), run: (c) => set({ new: c.id }) },
  ];
  const create = can("inventory.category.create");
  const close = () => set({ new: undefined, open: undefined });
  const parent = params["new"] && params["new"] !== "1" ? params["new"] : undefined;
  return (
    <Screen>
      <PageHeader
        title={t("category.title")}
        icon={IconCategory}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("category.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Category>
        name="inventory.categories"
        label={t("category.title")}
        endpoint="/inventory/categories"
        entity="inventory.category"
        columns={columns}
        defaultSort="path"
        onOpen={(c) => set({ open: c.id })}
        actions={actions}
        empty={
          <EmptyBlock
            icon={IconCategory}
            title={t("category.none")}
            text={t("category.none_text")}
            action={
              <Group gap="sm" justify="center">
                {create ? <Button onClick={() => set({ new: "1" })}>{t("category.new")}</Button> : null}
                {can("inventory.category.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=inventory.categories")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("category.new")}>
        <CategoryForm key={parent ?? ""} parent={parent} onDone={close} />
      </SidePanel>
      <SidePanel opened={Boolean(params["open"])} onClose={close} title={t("category.one")}>
        {params["open"] ? <CategoryPanel id={params["open"]} onDone={close} /> : null}
      </SidePanel>
    </Screen>
  );
}

// The list is sorted by path, so indenting by its depth draws the tree.
function Branch({ category }: { category: Category }) {
  const depth = category.path.split(" / ").length - 1;
  return (
    <span className={classes.indent} style={{ paddingInlineStart: depth * 20 }}>
      <IconFolder size={16} stroke={1.75} aria-hidden className={classes.muted} />
      <span dir="auto">{category.name}</span>
    </span>
  );
}

function CategoryPanel({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const query = useRecord<Category>(`/inventory/categories/${id}`, "inventory.category");
  return (
    <RecordState query={query}>
      {(category) => (
        <Padded>
          <AppLink to={`/stock/products?category_id=${id}`} fz="sm">
            {t("category.has", { count: category.products })}
          </AppLink>
          {can("inventory.category.update") ? <CategoryForm category={category} onDone={onDone} bare /> : null}
          <Timeline entity="inventory.category" id={id} refreshes={["/inventory/categories"]} />
        </Padded>
      )}
    </RecordState>
  );
}

function CategoryForm({ category, parent, onDone, bare }: { category?: Category; parent?: string; onDone: () => void; bare?: boolean }) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const currency = useCurrency();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("category.name"), kind: "text", required: true, maxLength: 200, wide: true },
      { name: "parent_id", label: t("category.parent"), kind: "picker", picker: categorySource, labelField: "parent_name", help: t("category.parent_help"), wide: true },
      { name: "code", label: t("category.code"), kind: "text", maxLength: 60, help: t("category.code_help") },
      { name: "description", label: t("category.description"), kind: "textarea", maxLength: 2000 },
    ],
    [t],
  );
  const record = useMemo(() => (category ? flat(category) : undefined), [category]);
  const defaults = useMemo(() => ({ parent_id: parent ?? "" }), [parent]);
  const form = (
    <Form<Category>
      name={category ? `inventory.category/${category.id}` : "inventory.category/new"}
      fields={fields}
      record={record}
      defaults={defaults}
      version={category?.version}
      submitLabel={category ? t("save") : t("category.create")}
      repeat={!category}
      submit={(body, context) =>
        category
          ? api.patch<Category>(`/inventory/categories/${category.id}`, written(body, currency), context.version)
          : api.post<Category>("/inventory/categories", written(body, currency), { idempotencyKey: context.idempotencyKey })
      }
      reload={category ? async () => flat(await api.get<Category>(`/inventory/categories/${category.id}`)) : undefined}
      onSaved={(_saved, mode) => {
        void refresh("/inventory/categories", "/history");
        if (mode === "close") onDone();
      }}
      onCancel={onDone}
    />
  );
  return bare ? form : <Padded>{form}</Padded>;
}
