import { api } from "@/api/client";
import { toProblem } from "@/api/problem";
import type { Order } from "../wire";

/**
 * Holds, releases or cancels an order. The warehouse tells about its goods at any moment and makes
 * new versions: as long as the order stands where the person saw it, the act goes on.
 */
export async function act(order: Order, verb: "hold" | "release" | "cancel", body?: Record<string, unknown>, idempotencyKey?: string): Promise<Order> {
  const path = `/crm/orders/${order.id}`;
  try {
    return await api.post<Order>(`${path}/${verb}`, body, { version: order.version, idempotencyKey });
  } catch (cause) {
    if (toProblem(cause).status !== 412) throw cause;
    const now = await api.get<Order>(path);
    if (now.status !== order.status) throw cause;
    return api.post<Order>(`${path}/${verb}`, body, { version: now.version });
  }
}
