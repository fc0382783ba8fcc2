import { within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { person as me, server, show } from "@/test/screen";
import type { Pay, Person } from "../wire";
import { PayTab } from "./PayTab";

const ann = { id: "e1", name: "Ann Example", hired_on: "2024-01-01", version: 4 } as Person;
const paid: Pay = {
  version: 1733, editable: true,
  items: [
    { id: "p2", valid_from: "2025-03-01", state: "current", basis: "month", amount: "4200.5", currency: "EUR" },
    { id: "p1", valid_from: "2024-01-01", valid_to: "2025-02-28", state: "past", basis: "hour", amount: "17.5", currency: "USD" },
  ],
};

describe("the pay of a person", () => {
  beforeEach(() => localStorage.clear());

  it("is told period by period, newest first, and changed under its own version", async () => {
    const sent = server(() => ({ body: paid }));
    const { screen } = await show(<PayTab person={ann} live />, { me: me() });
    const rows = within(await screen.findByRole("list", { name: "Pay" })).getAllByRole("listitem");
    expect(rows[0]).toHaveTextContent("€4,200.50 a month");
    expect(rows[1]).toHaveTextContent("$17.50 an hour");

    await userEvent.click(screen.getByRole("button", { name: "Correct" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Correct the pay of Ann Example" }));
    await userEvent.clear(dialog.getByLabelText(/Amount/));
    await userEvent.type(dialog.getByLabelText(/Amount/), "4300");
    await userEvent.click(dialog.getByRole("button", { name: "Correct" }));
    await expect.poll(() => sent.find((r) => r.method === "POST")).toMatchObject({ path: "/hr/employees/e1/facts/pay/p2/correct", body: { amount: "4300" } });
    expect(sent.find((r) => r.method === "POST")?.headers.get("If-Match")).toBe('"1733"');
    expect(JSON.stringify({ ...localStorage })).not.toContain("4300");

    await userEvent.click(await screen.findByRole("button", { name: "Actions of $17.50 an hour" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Remove this period" }));
    await expect.poll(() => sent.find((r) => r.method === "DELETE")).toMatchObject({ path: "/hr/employees/e1/facts/pay/p1" });
  });

  it("begins with a first amount in the organisation's currency", async () => {
    const sent = server(() => ({ body: { ...paid, items: [], version: 1 } }));
    const { screen } = await show(<PayTab person={ann} live />, { me: me() });
    await userEvent.click(await screen.findByRole("button", { name: "Add pay" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Add the pay of Ann Example" }));
    await userEvent.type(dialog.getByLabelText(/Amount/), "4000");
    await userEvent.click(dialog.getByRole("button", { name: "Add pay" }));
    await expect
      .poll(() => sent.find((r) => r.method === "POST"))
      .toMatchObject({ path: "/hr/employees/e1/facts/pay", body: { from: "2024-01-01", basis: "month", amount: "4000", currency: "EUR" } });
  });

  it.each([
    ["where it may not be changed", { ...paid, editable: false }, true],
    ["on another day than today", paid, false],
  ])("is only read %s", async (_, body, live) => {
    server(() => ({ body }));
    const { screen } = await show(<PayTab person={ann} live={live} />, { me: me() });
    await screen.findByText("€4,200.50 a month");
    expect(screen.queryByRole("button")).toBeNull();
  });
});
