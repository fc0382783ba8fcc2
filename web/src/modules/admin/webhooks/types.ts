import type { Schema } from "@/api/schema";

export type Endpoint = Schema<"WebhooksEndpoint">;
export type WebhookDelivery = Schema<"WebhooksDelivery">;
export type WebhookCall = Schema<"WebhooksCall">;
export type EventKind = Schema<"WebhooksKind">;
