import { IconTruckDelivery } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DateText } from "@/ui/DateText";
import { EntityLink } from "@/ui/EntityLink";
import { StatusBadge } from "@/ui/StatusBadge";
import { TodayList } from "@/ui/TodayList";
import { DeliveryState, isLate } from "../deliveries/state";
import type { Delivery } from "../wire";

/** Deliveries whose goods are there, the most urgent first. */
export function DeliveriesToShip() {
  const { t } = useTranslation("documents");
  return (
    <TodayList<Delivery>
      title={t("today.ship")}
      icon={IconTruckDelivery}
      endpoint="/inventory/deliveries"
      query={{ state: "ready,partly", sort: "ship_on" }}
      to="/stock/deliveries"
      none={t("today.ship_none")}
      line={(delivery) => ({
        main: <EntityLink entity="inventory.delivery" id={delivery.id} label={delivery.party || delivery.reference} />,
        sub: [delivery.number, delivery.reference].filter(Boolean).join(" · "),
        end: (
          <>
            {isLate(delivery) ? <StatusBadge kind="inventory.delivery" state="late" label={t("delivery.late")} tone="danger" /> : <DeliveryState delivery={delivery} />}
            <DateText value={delivery.ship_on} weekday due />
          </>
        ),
      })}
    />
  );
}
