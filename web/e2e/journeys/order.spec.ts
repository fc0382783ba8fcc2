import { randomUUID } from "node:crypto";
import { act, fact, onPage, pick, row } from "../harness/page.ts";
import { colleague } from "../harness/people.ts";
import { product, receive } from "../harness/shop.ts";
import { expect, test } from "../harness/test.ts";

test("an order is taken, reserved, shipped in parts and fulfilled", async ({ page, api, go, browser }) => {
  const lamp = await product(api, "A-1", "Lamp", "5");
  await product(api, "B-2", "Shade", "40", "7.50");

  await go("/crm/accounts");
  await page.getByRole("button", { name: "New account" }).first().click();
  const panel = page.getByRole("dialog", { name: "New account" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill("Ernst Handel");
  await panel.getByRole("button", { name: "Create account" }).click();
  await onPage(page, "Ernst Handel");

  await act(page, "New order");
  await page.getByRole("dialog", { name: "New order" }).getByRole("button", { name: "Create draft" }).click();
  await onPage(page, "Draft for Ernst Handel");

  await page.getByRole("button", { name: "Add line" }).click();
  await pick(page.getByLabel("Product, line 1"), "Lamp");
  await page.getByLabel("Quantity, line 1").fill("8");
  const lines = page.getByRole("table", { name: "Lines" });
  await expect(row(lines, "160.00")).toContainText("only 5 free");
  await page.getByLabel("Quantity, line 1").press("Enter");
  await pick(page.getByLabel("Product, line 2"), "Shade");
  await page.getByLabel("Quantity, line 2").fill("4");
  await expect(row(lines, "30.00")).toContainText("40 free");
  await page.getByRole("button", { name: "Save lines" }).click();
  await expect(page.getByRole("button", { name: "Save lines" })).toBeHidden();
  await expect(fact(page, "Total")).toContainText("190.00");

  await page.getByRole("button", { name: "Confirm order" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm this order?" });
  await expect(dialog).toContainText("Lamp: 5 of 8 free");
  await dialog.getByRole("button", { name: "Confirm order" }).click();
  const said = page.getByRole("alert").filter({ hasText: /is confirmed/ });
  await expect(said).toBeVisible();
  await expect(said.getByRole("button", { name: "Undo" })).toBeHidden();
  await expect(page.getByText("Confirmed").first()).toBeVisible();
  await expect(row(page, "Lamp")).toContainText("3 short");
  await expect(row(page, "Shade")).toContainText("Reserved");

  // The customer knows of it now: release is the way back from a hold, and no undo is offered.
  const order = `/crm/orders/${/orders\/([\w-]+)/.exec(page.url())![1]}`;
  for (const [verb, data] of [["hold", { reason: "Credit" }], ["release", undefined]] as const) {
    const { version } = await api.get(order);
    const headers = { "Longhouse-Org": api.org, "X-Longhouse": "1", "Idempotency-Key": randomUUID(), "If-Match": `"${version}"` };
    const answer = await api.request.post(`${api.address}/api/v1${order}/${verb}`, { data, headers });
    expect(answer.status(), await answer.text()).toBe(200);
    expect(Object.keys(answer.headers())).toContain("longhouse-change-set");
    expect(Object.keys(answer.headers())).not.toContain("longhouse-undo");
  }

  // Two of the five lamps go, the shades stay for later.
  await page.getByRole("tab", { name: "Deliveries" }).click();
  await page.getByRole("table", { name: "Deliveries" }).getByRole("link").first().click();
  await page.getByLabel("Ship now: Lamp").fill("2");
  await page.getByLabel("Ship now: Shade").fill("");
  await page.getByRole("button", { name: "Ship 1 line" }).click();
  await expect(page.getByText("Partly shipped").first()).toBeVisible();
  await expect(page.getByText("Backorder").first()).toBeVisible();

  // A colleague books the missing lamps in, the page learns of it, and everything that is left goes.
  const keeper = await colleague(browser, api, "Karl Keeper", "inventory.keeper");
  await receive(keeper.api, lamp, "10");
  await expect(page.getByLabel("Ship now: Lamp")).toHaveValue("6");
  await page.getByRole("button", { name: "Ship 2 lines" }).click();
  await expect(page.getByText("Shipped").first()).toBeVisible();

  await page.getByRole("link", { name: /^SO/ }).first().click();
  await expect(page.getByText("Fulfilled").first()).toBeVisible();
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByRole("feed")).toContainText("Olga Owner created this");
  await page.getByRole("feed").getByRole("button", { name: /^Show \d/ }).first().click();
  await expect(page.getByRole("feed")).toContainText(/fulfilled/i);
});
