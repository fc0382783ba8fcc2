import { ActionIcon, Button, Text, Tooltip } from "@mantine/core";
import { IconAdjustments, IconBuildingWarehouse } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useLive } from "@/api/live";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { isPositive } from "@/ui/decimal";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { formatDecimal } from "@/ui/number";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { Unknown } from "@/ui/Unknown";
import { isLow } from "../products/FreeCell";
import { AdjustForm } from "../stock/AdjustForm";
import { Qty, useUnitName } from "../shared/Qty";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import { Section } from "../shared/Section";
import classes from "../shared/shared.module.css";
import type { Product, StockCard } from "../wire";
import { Balance } from "./Balance";

type InPlace = StockCard["by_location"] extends (infer R)[] | null ? R : never;
type Promise_ = StockCard["reservations"] extends (infer R)[] | null ? R : never;
type Arrival = StockCard["arrivals"] extends (infer R)[] | null ? R : never;

interface StockCardTabProps {
  product: Product;
  onAdjust: () => void;
}

/** All that is known of a product's stock: how much, where, for whom, and what is coming. */
export function StockCardTab({ product, onAdjust }: StockCardTabProps) {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const unitName = useUnitName();
  const [counting, setCounting] = useState<InPlace | null>(null);
  const card = useGet<StockCard>(`/inventory/products/${product.id}/card`);
  useLive("changed", (event) => {
    if (event.entity === "inventory.product" && event.id === product.id) void card.refetch();
  });
  if (card.isPending) return <RowsSkeleton rows={6} />;
  if (card.isError) return <ErrorBlock error={card.error} retry={() => void card.refetch()} />;
  const { totals } = card.data;
  const places = card.data.by_location ?? [];
  const promises = card.data.reservations ?? [];
  const arrivals = card.data.arrivals ?? [];
  const unit = product.unit;
  const adjust = can("inventory.stock.adjust");

  return (
    <div className={classes.stack}>
      <Balance totals={totals} unit={unitName(unit)} product={product} />
      {isPositive(totals.waiting) ? (
        <Notice tone="danger" title={t("card.waiting", { quantity: formatDecimal(totals.waiting), unit: unitName(unit) })}>
          {t("card.waiting_text")}
        </Notice>
      ) : null}
      {isLow(product) ? (
        <Notice
          tone="warning"
          actions={
            can("inventory.receipt.create") ? (
              <Button size="compact-sm" variant="default" onClick={() => go(`/stock/receipts/new?product=${product.id}`)}>
                {t("product.order")}
              </Button>
            ) : null
          }
        >
          {t("product.low", { point: formatDecimal(product.reorder_point ?? "0") })}
        </Notice>
      ) : null}

      <Section
        id="places"
        title={t("card.places")}
        actions={
          adjust && places.length > 0 ? (
            <Button variant="default" size="xs" leftSection={<IconAdjustments size={16} stroke={1.75} />} onClick={onAdjust}>
              {t("adjust.action")}
            </Button>
          ) : null
        }
      >
        {places.length === 0 ? (
          <EmptyBlock
            icon={IconBuildingWarehouse}
            title={t("card.nowhere")}
            text={t("card.nowhere_text")}
            action={adjust ? <Button variant="default" onClick={onAdjust}>{t("adjust.action")}</Button> : null}
            compact
          />
        ) : (
          <Rows<InPlace>
            label={t("card.places")}
            rows={places}
            rowKey={(p) => p.location.id}
            columns={[
              { key: "place", label: t("place.one"), cell: (p) => <PlaceName place={p} /> },
              { key: "warehouse", label: t("warehouse.one"), cell: (p) => p.warehouse },
              { key: "on_hand", label: t("on_hand"), numeric: true, cell: (p) => <Qty value={p.on_hand} unit={unit} /> },
              { key: "allocated", label: t("allocated"), numeric: true, cell: (p) => (isPositive(p.allocated) ? <Qty value={p.allocated} unit={unit} /> : <Unknown />) },
              { key: "since", label: t("card.since"), cell: (p) => <DateText value={p.arrived_at} relative /> },
              ...(adjust
                ? [
                    {
                      key: "count", label: t("actions"), bare: true, width: 48,
                      cell: (p: InPlace) => (
                        <Tooltip label={t("adjust.count_here")}>
                          <ActionIcon onClick={() => setCounting(p)} aria-label={t("adjust.count_in", { place: p.location.code })}>
                            <IconAdjustments size={16} stroke={1.75} />
                          </ActionIcon>
                        </Tooltip>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Section>

      <Section id="promised" title={t("card.promised_to")}>
        {promises.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("card.nobody")}
          </Text>
        ) : (
          <Rows<Promise_>
            label={t("card.promised_to")}
            rows={promises}
            rowKey={(p) => p.id}
            columns={[
              { key: "order", label: t("card.order"), cell: (p) => <EntityLink entity="crm.order" id={p.demand_id} label={p.reference} /> },
              { key: "party", label: t("card.customer"), cell: (p) => p.party || <Unknown /> },
              { key: "delivery", label: t("delivery.one"), cell: (p) => <EntityLink entity="inventory.delivery" id={p.delivery.id} label={p.delivery.name} /> },
              { key: "ship_on", label: t("delivery.ship_on"), cell: (p) => <DateText value={p.ship_on} due weekday /> },
              { key: "qty", label: t("quantity"), numeric: true, cell: (p) => <Qty value={p.qty} unit={unit} /> },
            ]}
          />
        )}
      </Section>

      <Section id="incoming" title={t("card.coming")}>
        {arrivals.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("card.nothing_coming")}
          </Text>
        ) : (
          <Rows<Arrival>
            label={t("card.coming")}
            rows={arrivals}
            rowKey={(a) => a.receipt.id}
            columns={[
              { key: "receipt", label: t("receipt.one"), cell: (a) => <EntityLink entity="inventory.receipt" id={a.receipt.id} label={a.receipt.name} /> },
              { key: "supplier", label: t("product.supplier"), cell: (a) => <EntityLink entity="inventory.supplier" id={a.supplier?.id} label={a.supplier?.name} /> },
              { key: "warehouse", label: t("warehouse.one"), cell: (a) => a.warehouse },
              { key: "expected", label: t("receipt.expected_on"), cell: (a) => <DateText value={a.expected_on} due weekday /> },
              { key: "qty", label: t("quantity"), numeric: true, cell: (a) => <Qty value={a.qty} unit={unit} /> },
            ]}
          />
        )}
      </Section>
      <SidePanel opened={counting !== null} onClose={() => setCounting(null)} title={t("adjust.title")}>
        {counting ? <AdjustForm product={product} place={counting.location} onDone={() => setCounting(null)} /> : null}
      </SidePanel>
    </div>
  );
}

function PlaceName({ place }: { place: InPlace }) {
  return (
    <span>
      <EntityLink entity="inventory.location" id={place.location.id} label={place.location.code} />
      {place.location.name && place.location.name !== place.location.code ? <span className={classes.muted}> {place.location.name}</span> : null}
    </span>
  );
}
