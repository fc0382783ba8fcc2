import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import type { GridColumn } from "@/ui/grid/columns";
import type { BuiltInView } from "@/ui/views/wire";
import type { Delivery } from "../wire";
import { DeliveryState, deliveryStates, isOpen } from "./state";

/** The states of deliveries by the view that shows them. */
export const stateOfView: Record<string, string | undefined> = {
  ship: "ready,partly",
  waiting: "waiting",
  shipped: "shipped",
  all: undefined,
};

/** The columns of the list of deliveries; what has not gone yet has no day on which it went. */
export function useDeliveryColumns(view?: string): GridColumn<Delivery>[] {
  const { t } = useTranslation("documents");
  return useMemo<GridColumn<Delivery>[]>(
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
}

/** The views that come with it. */
export function useDeliveryViews(): BuiltInView[] {
  const { t } = useTranslation("documents");
  return useMemo(
    () =>
      Object.entries(stateOfView).map(([id, state]) => ({
        id,
        label: t(`delivery.view.${id}`),
        params: { ...(state ? { state } : {}), ...(id === "ship" || id === "waiting" ? { sort: "ship_on" } : {}) },
      })),
    [t],
  );
}
