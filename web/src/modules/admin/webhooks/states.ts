import type { WebhookDelivery } from "./types";

/** States of a delivery, from what is on its way to what needs somebody. */
export const deliveryStates: WebhookDelivery["state"][] = ["pending", "sent", "failed", "held", "withheld"];
