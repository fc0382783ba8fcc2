import { IconTruckDelivery } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@mantine/core";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import type { Delivery } from "../wire";
import { DeliveryDetail } from "./DeliveryPage";
import { DeliveryState, deliveryStates, isOpen } from "./state";

const stateOfView: Record<string, string | undefined> = {
  ship: "ready,partly",
  waiting: "waiting",
  shipped: "shipped",
  all: undefined,
};

/** What goes out for orders: ready, waiting for goods, gone. */
export function DeliveryList() {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const view = params["view"] && params["view"] in stateOfView ? params["view"] : "ship";
  const views = useMemo(
    () =>
      Object.entries(stateOfView).map(([id, state]) => ({
        id,
        label: t(`delivery.view.${id}`),
        params: { ...(state ? { state } : {}), ...(id === "ship" || id === "waiting" ? { sort: "ship_on" } : {}) },
      })),
    [t],
  );
  const columns = useMemo<GridColumn<Delivery>[]>(
    () => [
      { key: "number", label: t("delivery.number"), kind: "code", filter: true, width: 130 },
      { key: "state", label: t("delivery.state_label"), kind: "status", status: "inventory.delivery", options: deliveryStates(t), filter: true, cell: (d) => <DeliveryState delivery={d} />, width: 150, card: true },
      { key: "ship_on", label: t("delivery.ship_on"), kind: "date", sort: true, filter: true, optional: true, cell: (d) => <DateText value={d.ship_on} due={isOpen(d)} weekday />, width: 140, card: true },
      { key: "party", label: t("delivery.party"), width: 240, card: true },
      { key: "reference", label: t("delivery.order"), filter: true, cell: (d) => <EntityLink entity="crm.order" id={d.demand_id} label={d.reference} />, width: 130 },
      { key: "city", label: t("delivery.city"), value: (d) => [d.ship_to.city, d.ship_to.country].filter(Boolean).join(", "), exportAs: "ship_to.city", width: 190 },
      { key: "warehouse", label: t("receipt.warehouse"), value: (d) => d.warehouse.name, exportAs: "warehouse.name", hidden: true },
      { key: "shipped_at", label: t("delivery.shipped_at"), kind: "instant", width: 170, hidden: view === "ship" || view === "waiting" },
      { key: "created_at", label: t("delivery.created"), kind: "instant", sort: true, filter: true, width: 170 },
    ],
    [t, view],
  );
  return (
    <Screen>
      <PageHeader title={t("delivery.title")} icon={IconTruckDelivery} />
      <DataGrid<Delivery>
        name="inventory.deliveries"
        label={t("delivery.title")}
        endpoint="/inventory/deliveries"
        entity="inventory.delivery"
        columns={columns}
        defaultSort="-created_at"
        arrange
        views={views}
        href={(d) => `/stock/deliveries/${d.id}`}
        preview={(d) => ({ title: `${d.number} · ${d.party ?? d.reference}`, body: <DeliveryDetail id={d.id} /> })}
        exportable={can("inventory.delivery.export")}
        empty={
          <EmptyBlock
            icon={IconTruckDelivery}
            title={t(`delivery.none.${view}`)}
            text={t("delivery.none_text")}
            action={
              can("crm.order.read") ? (
                <Button variant="default" onClick={() => go("/crm/orders")}>
                  {t("delivery.see_orders")}
                </Button>
              ) : null
            }
          />
        }
      />
    </Screen>
  );
}
