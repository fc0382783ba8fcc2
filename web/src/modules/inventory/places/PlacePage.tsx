import { IconLock, IconLockOpen, IconMapPin, IconPencil, IconPlus } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePages, useRecord, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { isPositive } from "@/ui/decimal";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { Notice } from "@/ui/Notice";
import { RecordPage, RecordState, type RecordAction } from "@/ui/RecordPage";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { Unknown } from "@/ui/Unknown";
import { Qty } from "../shared/Qty";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import type { Movement, Place, StockItem } from "../wire";
import { MovementWay, MovementWhat } from "../stock/movement";
import { BlockDialog } from "./BlockDialog";
import { PlaceForm } from "./PlaceForm";
import { PlaceBadges } from "./PlacesScreen";

/** The page of a place: what lies there, what went in and out. */
export function PlacePage() {
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const query = useRecord<Place>(`/inventory/locations/${id}`, "inventory.location");
  return <RecordState query={query}>{(place) => <PlaceView place={place} />}</RecordState>;
}

function PlaceView({ place }: { place: Place }) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [panel, setPanel] = useState<"edit" | "block" | null>(null);
  const inside = place.warehouse !== undefined;
  const update = can("inventory.location.update") && inside;
  const actions: RecordAction[] = [];
  if (update && place.blocked) {
    actions.push({
      id: "unblock", label: t("place.unblock"), icon: IconLockOpen, primary: true,
      run: async () => {
        await api.patch<Place>(`/inventory/locations/${place.id}`, { blocked: "" }, place.version);
        await refresh("/inventory/locations", "/history");
      },
    });
  }
  if (update) actions.push({ id: "edit", label: t("edit"), icon: IconPencil, run: () => setPanel("edit") });
  if (update && !place.blocked) actions.push({ id: "block", label: t("place.block"), icon: IconLock, run: () => setPanel("block") });
  if (can("inventory.location.create") && inside) {
    actions.push({ id: "below", label: t("place.new_below"), icon: IconPlus, run: () => go(`/stock/places?warehouse=${place.warehouse?.id}&new=${place.id}`) });
  }
  const tabs = [];
  if (can("inventory.stock.read")) {
    if (inside) tabs.push({ id: "contents", label: t("place.contents"), content: <Contents place={place} /> });
    tabs.push({ id: "ledger", label: t("ledger.title"), content: <Moves place={place} /> });
  }
  return (
    <>
      <RecordPage
        icon={IconMapPin}
        title={place.name && place.name !== place.code ? `${place.code} · ${place.name}` : place.code}
        status={<PlaceBadges place={{ ...place, blocked: undefined }} />}
        actions={actions}
        banner={place.blocked ? <Notice tone="danger" title={t("place.blocked_title")}>{place.blocked}</Notice> : null}
        details={[
          { label: t("warehouse.one"), value: place.warehouse?.name ?? <Unknown />, to: place.warehouse ? `/stock/places?warehouse=${place.warehouse.id}` : undefined },
          { label: t("place.parent"), value: <EntityLink entity="inventory.location" id={place.parent?.id} label={place.parent?.code} /> },
          { label: t("place.kind"), value: t(`place.kind_of.${place.kind}`) },
          { label: t("place.role_label"), value: place.role ? t(`place.role.${place.role}`) : <Unknown />, hidden: !inside },
          { label: t("place.promisable"), value: t(place.promisable ? "yes" : "no"), hidden: place.kind !== "bin" },
          { label: t("place.pick_sequence"), value: place.pick_sequence, hidden: place.kind !== "bin" },
        ]}
        tabs={tabs}
        timeline={{ entity: "inventory.location", id: place.id, refreshes: ["/inventory/locations"] }}
        path={`/stock/places/${place.id}`}
      />
      <SidePanel opened={panel === "edit"} onClose={() => setPanel(null)} title={t("place.edit")}>
        {place.warehouse ? <PlaceForm place={place} warehouse={place.warehouse.id} onDone={() => setPanel(null)} /> : null}
      </SidePanel>
      {panel === "block" ? <BlockDialog place={place} onClose={() => setPanel(null)} /> : null}
    </>
  );
}

function Contents({ place }: { place: Place }) {
  const { t } = useTranslation("inventory");
  const pages = usePages<StockItem>("/inventory/stock", { location_id: place.id, sort: "name" });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <RowsSkeleton rows={5} />;
  if (rows.length === 0) return <EmptyBlock title={t("place.empty")} text={place.kind === "view" ? t("place.view_text") : t("place.empty_text")} compact />;
  return (
    <Rows<StockItem>
      label={t("place.contents")}
      rows={rows}
      rowKey={(s) => s.id}
      columns={[
        { key: "product", label: t("product.one"), cell: (s) => <EntityLink entity="inventory.product" id={s.product.id} label={s.product.name} /> },
        { key: "sku", label: t("product.sku"), cell: (s) => <span className="lh-code">{s.product.sku}</span> },
        { key: "on_hand", label: t("on_hand"), numeric: true, cell: (s) => <Qty value={s.on_hand} unit={s.unit} /> },
        { key: "allocated", label: t("allocated"), numeric: true, cell: (s) => (isPositive(s.allocated) ? <Qty value={s.allocated} unit={s.unit} /> : <Unknown />) },
        { key: "since", label: t("card.since"), cell: (s) => <DateText value={s.arrived_at} relative /> },
      ]}
      foot={
        <AppLink to={`/stock/levels?location_id=${place.id}`} fz="sm">
          {t("place.open_contents")}
        </AppLink>
      }
    />
  );
}

function Moves({ place }: { place: Place }) {
  const { t } = useTranslation("inventory");
  const pages = usePages<Movement>("/inventory/movements", { location_id: place.id, sort: "-seq" });
  const rows = pages.data?.pages[0]?.items ?? [];
  if (pages.isPending) return <RowsSkeleton rows={5} />;
  if (rows.length === 0) return <EmptyBlock title={t("ledger.none")} compact />;
  return (
    <Rows<Movement>
      label={t("ledger.title")}
      rows={rows}
      rowKey={(m) => m.id}
      columns={[
        { key: "what", label: t("ledger.what"), cell: (m) => <MovementWhat movement={m} /> },
        { key: "at", label: t("ledger.at"), cell: (m) => <DateText value={m.effective_at} /> },
        { key: "product", label: t("product.one"), cell: (m) => <EntityLink entity="inventory.product" id={m.product.id} label={m.product.name} /> },
        { key: "way", label: t("ledger.way"), cell: (m) => <MovementWay movement={m} /> },
        { key: "qty", label: t("quantity"), numeric: true, cell: (m) => <Qty value={m.qty} unit={m.unit} /> },
      ]}
      foot={
        <AppLink to={`/stock/ledger?location_id=${place.id}`} fz="sm">
          {t("ledger.open")}
        </AppLink>
      }
    />
  );
}
