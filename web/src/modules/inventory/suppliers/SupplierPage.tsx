import { Anchor } from "@mantine/core";
import { IconArchive, IconBuildingFactory2, IconPencil, IconTruckLoading } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePages, useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { Money } from "@/ui/Money";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { RelatedCard } from "@/ui/RelatedCard";
import { Rows } from "@/ui/Rows";
import { useCan, useCurrency } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { useInlineFacts } from "@/ui/useInlineFacts";
import { FreeCell } from "../products/FreeCell";
import { Qty } from "../shared/Qty";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import classes from "../shared/shared.module.css";
import { flat, type Product, type Receipt, type Supplier, written } from "../wire";
import { SupplierForm, supplierFields } from "./SupplierForm";

/** The page of a supplier. */
export function SupplierPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <SupplierDetail id={id} />;
}

/** A supplier with its products and what is coming from it. */
export function SupplierDetail({ id }: { id: string }) {
  const query = useRecord<Supplier>(`/inventory/suppliers/${id}`, "inventory.supplier");
  return <RecordState query={query}>{(supplier) => <SupplierView supplier={supplier} />}</RecordState>;
}

function SupplierView({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [editing, setEditing] = useState(false);
  const archived = supplier.status === "archived";
  const editable = can("inventory.supplier.update") && !archived;
  const fields = useMemo(() => supplierFields(t, true), [t]);
  const currency = useCurrency();
  const fact = useInlineFacts(supplier, { entity: "inventory.supplier", endpoint: "/inventory/suppliers", fields, editable, read: flat, write: (body) => written(body, currency) });
  const actions: RecordAction[] = [];
  if (can("inventory.receipt.create") && !archived) {
    actions.push({ id: "receipt", label: t("receipt.new"), icon: IconTruckLoading, primary: true, run: () => go(`/stock/receipts/new?supplier=${supplier.id}`) });
  }
  if (editable) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setEditing(true) });
  if (can("inventory.supplier.archive") && !archived) {
    actions.push({
      id: "archive", label: t("supplier.archive"), icon: IconArchive,
      run: async () => {
        await api.post(`/inventory/suppliers/${supplier.id}/archive`, undefined, { version: supplier.version });
        await refresh("/inventory/suppliers", "/history");
      },
    });
  }
  const { address } = supplier;
  const lines = [address.lines, [address.postcode, address.city].filter(Boolean).join(" "), address.region, address.country].filter(Boolean);
  return (
    <>
      <RecordPage
        icon={IconBuildingFactory2}
        title={supplier.name}
        subtitle={<span className="lh-code">{supplier.code}</span>}
        status={<StatusBadge kind="inventory.supplier" state={supplier.status} label={t(`supplier.state.${supplier.status}`)} tone={supplier.status === "on_hold" ? "warning" : undefined} />}
        actions={actions}
        details={[
          fact("contact_name", supplier.contact_name || <Unknown />),
          fact("contact_title", supplier.contact_title || <Unknown />),
          fact("phone", supplier.phone ? <Anchor href={`tel:${supplier.phone}`} fz="inherit">{supplier.phone}</Anchor> : <Unknown />),
          fact("email", supplier.email ? <Anchor href={`mailto:${supplier.email}`} fz="inherit">{supplier.email}</Anchor> : <Unknown />),
          fact("website", supplier.website ? <Website address={supplier.website} /> : <Unknown />),
          { label: t("supplier.address"), value: lines.length > 0 ? <span style={{ whiteSpace: "pre-line" }}>{lines.join("\n")}</span> : <Unknown /> },
          fact("status", t(`supplier.state.${supplier.status}`)),
        ]}
        custom={{ entity: "inventory.supplier", endpoint: "/inventory/suppliers", record: supplier, editable }}
        tabs={[{ id: "products", label: t("product.title"), content: <Supplied supplier={supplier} /> }]}
        related={
          can("inventory.receipt.read") ? (
            <RelatedCard<Receipt>
              title={t("receipt.title")}
              endpoint="/inventory/receipts"
              query={{ supplier_id: supplier.id, sort: "-created_at" }}
              all={`/stock/receipts?view=all&supplier_id=${supplier.id}`}
              onAdd={can("inventory.receipt.create") && !archived ? () => go(`/stock/receipts/new?supplier=${supplier.id}`) : undefined}
              addLabel={t("receipt.new")}
              line={(receipt) => (
                <div className={classes.between}>
                  <EntityLink entity="inventory.receipt" id={receipt.id} label={receipt.number} />
                  <span className={classes.indent}>
                    <span className={classes.muted}>
                      <DateText value={receipt.expected_on} />
                    </span>
                    <StatusBadge kind="inventory.receipt" state={receipt.state} label={t(`receipt.state.${receipt.state}`)} tone={receipt.state === "partial" ? "progress" : undefined} />
                  </span>
                </div>
              )}
            />
          ) : null
        }
        timeline={{ entity: "inventory.supplier", id: supplier.id, fieldLabels: Object.fromEntries(fields.map((f) => [f.name.replace("address.", ""), f.label])), refreshes: ["/inventory/suppliers"] }}
        path={`/stock/suppliers/${supplier.id}`}
      />
      <SidePanel opened={editing} onClose={() => setEditing(false)} title={t("supplier.edit")}>
        <SupplierForm supplier={supplier} onDone={() => setEditing(false)} />
      </SidePanel>
    </>
  );
}

// Only an address of the web becomes a link.
function Website({ address }: { address: string }) {
  if (!/^https?:\/\//i.test(address)) return <>{address}</>;
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" fz="inherit">
      {address.replace(/^https?:\/\//i, "")}
    </Anchor>
  );
}

function Supplied({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation("inventory");
  const pages = usePages<Product>("/inventory/products", { supplier_id: supplier.id, sort: "name", count: 1 });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <RowsSkeleton rows={5} />;
  if (rows.length === 0) return <EmptyBlock title={t("supplier.no_products")} text={t("supplier.no_products_text")} compact />;
  return (
    <Rows<Product>
      label={t("product.title")}
      rows={rows}
      rowKey={(p) => p.id}
      columns={[
        { key: "name", label: t("product.name"), cell: (p) => <EntityLink entity="inventory.product" id={p.id} label={p.name} /> },
        { key: "sku", label: t("product.sku"), cell: (p) => <span className="lh-code">{p.sku}</span> },
        { key: "price", label: t("product.list_price"), numeric: true, cell: (p) => <Money value={p.list_price} /> },
        { key: "free", label: t("free"), numeric: true, cell: (p) => <FreeCell product={p} /> },
        { key: "incoming", label: t("incoming"), numeric: true, cell: (p) => (p.incoming === "0" ? <Unknown /> : <Qty value={p.incoming} unit={p.unit} />) },
      ]}
      foot={
        <AppLink to={`/stock/products?supplier_id=${supplier.id}`} fz="sm">
          {t("supplier.open_products")}
        </AppLink>
      }
    />
  );
}
