import { add, subtract } from "@/ui/decimal";
import type { Movement } from "../wire";

/** A row of the ledger as seen from the shelf: what it added or took, and what was there after it. */
export interface RunningRow {
  movement: Movement;
  /** Signed; "0" for goods that only changed their place. */
  delta: string;
  balance: string;
}

/**
 * Counts back from what is on hand now: the newest row left just that, each older one what the
 * newer had not yet changed. `virtual` are the places outside: suppliers, customers, losses.
 */
export function running(movements: Movement[], onHand: string, virtual: ReadonlySet<string>): RunningRow[] {
  let balance = onHand;
  return movements.map((movement) => {
    let delta = "0";
    if (!virtual.has(movement.to.id)) delta = add(delta, movement.qty);
    if (!virtual.has(movement.from.id)) delta = subtract(delta, movement.qty);
    const row = { movement, delta, balance };
    balance = subtract(balance, delta);
    return row;
  });
}
