import { expect, it } from "vitest";
import type { Movement } from "../wire";
import { running } from "./running";

const row = (id: string, from: string, to: string, qty: string) => ({ id, from: { id: from, code: from }, to: { id: to, code: to }, qty }) as Movement;

it("counts back from what is on hand, and a change of place changes nothing", () => {
  const rows = running(
    [row("4", "bin", "customer", "3"), row("3", "bin", "bin2", "5"), row("2", "loss", "bin", "0.5"), row("1", "supplier", "bin", "10")],
    "7.5",
    new Set(["customer", "supplier", "loss"]),
  );
  expect(rows.map((r) => [r.delta, r.balance])).toEqual([
    ["-3", "7.5"],
    ["0", "10.5"],
    ["0.5", "10.5"],
    ["10", "10"],
  ]);
});
