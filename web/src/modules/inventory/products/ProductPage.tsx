import { Text } from "@mantine/core";
import { IconAdjustments, IconArchive, IconArrowsExchange, IconPackage, IconPencil, IconTruckLoading } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { EntityLink } from "@/ui/EntityLink";
import { Money } from "@/ui/Money";
import { RecordPage, RecordState, type Fact, type RecordAction } from "@/ui/RecordPage";
import { useCan, useCurrency } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { useInlineFacts } from "@/ui/useInlineFacts";
import { Ledger } from "../card/Ledger";
import { StockCardTab } from "../card/StockCardTab";
import { AdjustForm } from "../stock/AdjustForm";
import { TransferForm } from "../stock/TransferForm";
import { Qty } from "../shared/Qty";
import { flat, type Items, type Product, type Unit, written } from "../wire";
import { productFields, productLabels } from "./fields";
import { PackagingTab } from "./PackagingTab";
import { ProductForm } from "./ProductForm";

/** The page of a product. */
export function ProductPage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  return <ProductDetail id={id} />;
}

/** A product with its stock card, its ledger and how it is packed; as a page, or beside a list. */
export function ProductDetail({ id }: { id: string }) {
  const query = useRecord<Product>(`/inventory/products/${id}`, "inventory.product");
  return <RecordState query={query}>{(product) => <ProductView product={product} />}</RecordState>;
}

type Panel = "edit" | "adjust" | "move" | null;

function ProductView({ product }: { product: Product }) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [panel, setPanel] = useState<Panel>(null);
  const stocked = product.kind === "stocked";
  const archived = product.status === "archived";
  const editable = can("inventory.product.update") && !archived;
  const actions: RecordAction[] = [];
  if (stocked && !archived && can("inventory.receipt.create")) {
    actions.push({ id: "order", label: t("product.order"), icon: IconTruckLoading, primary: true, run: () => go(`/stock/receipts/new?product=${product.id}`) });
  }
  if (stocked && can("inventory.stock.adjust")) actions.push({ id: "adjust", label: t("adjust.action"), icon: IconAdjustments, run: () => setPanel("adjust") });
  if (stocked && can("inventory.stock.move")) actions.push({ id: "move", label: t("transfer.action"), icon: IconArrowsExchange, run: () => setPanel("move") });
  if (editable) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setPanel("edit") });
  if (can("inventory.product.archive") && !archived) {
    actions.push({
      id: "archive", label: t("product.archive"), icon: IconArchive,
      run: async () => {
        await api.post(`/inventory/products/${product.id}/archive`, undefined, { version: product.version });
        await refresh("/inventory/products", "/history");
      },
    });
  }
  const tabs = [
    ...(stocked && can("inventory.stock.read")
      ? [
          { id: "stock", label: t("card.title"), content: <StockCardTab product={product} onAdjust={() => setPanel("adjust")} /> },
          { id: "ledger", label: t("ledger.title"), content: <Ledger product={product} /> },
        ]
      : []),
    { id: "packagings", label: t("packaging.title"), content: <PackagingTab product={product} editable={editable} /> },
  ];
  const close = () => setPanel(null);
  return (
    <>
      <RecordPage
        icon={IconPackage}
        title={product.name}
        subtitle={<span className="lh-code">{product.sku}</span>}
        status={<StatusBadge kind="inventory.product" state={product.status} label={t(`product.state.${product.status}`)} />}
        actions={actions}
        details={useDetails(product, editable)}
        custom={{ entity: "inventory.product", endpoint: "/inventory/products", record: product, editable }}
        tabs={tabs}
        timeline={{ entity: "inventory.product", id: product.id, fieldLabels: productLabels(t), refreshes: ["/inventory/products"] }}
        path={`/stock/products/${product.id}`}
      />
      <SidePanel opened={panel === "edit"} onClose={close} title={t("product.edit")}>
        <ProductForm product={product} onDone={close} />
      </SidePanel>
      <SidePanel opened={panel === "adjust"} onClose={close} title={t("adjust.title")}>
        <AdjustForm product={product} onDone={close} />
      </SidePanel>
      <SidePanel opened={panel === "move"} onClose={close} title={t("transfer.title")}>
        <TransferForm product={product} onDone={close} />
      </SidePanel>
    </>
  );
}

function useDetails(product: Product, editable: boolean): Fact[] {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const units = useGet<Items<Unit>>("/inventory/units", undefined, { staleTime: 300_000 }).data?.items;
  const costRight = can("inventory.product#cost.update");
  const fields = useMemo(() => productFields(t, { units: units ?? [], cost: true, editing: true }), [t, units]);
  const currency = useCurrency();
  const fact = useInlineFacts(product, { entity: "inventory.product", endpoint: "/inventory/products", fields, editable, read: flat, write: (body) => written(body, currency) });
  const stocked = product.kind === "stocked";
  return [
    fact("sku", <span className="lh-code">{product.sku}</span>),
    fact("category_id", <EntityLink entity="inventory.category" id={product.category?.id} label={product.category?.path} />),
    fact("supplier_id", <EntityLink entity="inventory.supplier" id={product.supplier?.id} label={product.supplier?.name} />),
    fact("list_price", <Money value={product.list_price} />),
    fact("cost", <Money value={product.cost} />, { hidden: !can("inventory.product#cost.read"), editable: costRight }),
    fact("unit", units?.find((u) => u.code === product.unit)?.name ?? product.unit),
    fact("quantity_per_unit", product.quantity_per_unit || <Unknown />),
    fact("reorder_point", <Qty value={product.reorder_point} unit={product.unit} />, { hidden: !stocked }),
    fact("reorder_quantity", <Qty value={product.reorder_quantity} unit={product.unit} />, { hidden: !stocked }),
    fact("barcode", product.barcode ? <span className="lh-code">{product.barcode}</span> : <Unknown />),
    fact("status", t(`product.state.${product.status}`), { editable: editable && product.status !== "archived" }),
    fact("description", product.description ? <Text fz="inherit" style={{ whiteSpace: "pre-wrap" }}>{product.description}</Text> : <Unknown />),
  ];
}
