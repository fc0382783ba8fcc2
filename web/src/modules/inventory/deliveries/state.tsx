import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { today } from "@/ui/dates";
import type { Option } from "@/ui/form/fields";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Delivery } from "../wire";

/** States of a delivery that one can filter by. */
export function deliveryStates(t: TFunction<"documents">): Option[] {
  return ["ready", "waiting", "partly", "shipped", "cancelled"].map((value) => ({ value, label: t(`delivery.state.${value}`) }));
}

/** Whether something of it has still to go. */
export function isOpen(delivery: Pick<Delivery, "state">): boolean {
  return delivery.state !== "shipped" && delivery.state !== "cancelled";
}

/** Whether it should have left before today. */
export function isLate(delivery: Pick<Delivery, "state" | "ship_on">): boolean {
  return isOpen(delivery) && delivery.ship_on !== undefined && delivery.ship_on < today();
}

/** The state of a delivery. */
export function DeliveryState({ delivery }: { delivery: Pick<Delivery, "state"> }) {
  const { t } = useTranslation("documents");
  return <StatusBadge kind="inventory.delivery" state={delivery.state} label={t(`delivery.state.${delivery.state}`)} />;
}
