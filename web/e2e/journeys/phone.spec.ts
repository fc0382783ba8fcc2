import { phone } from "../../playwright.config.ts";
import { houseOf } from "../harness/global.ts";
import { onPage } from "../harness/page.ts";
import { settled } from "../harness/screens.ts";
import { delivery, order, product } from "../harness/shop.ts";
import { expect, found, password, test } from "../harness/test.ts";

test.use({ viewport: phone, hasTouch: true, isMobile: true });

test("a phone is enough to sign in and read", async ({ page, watch }) => {
  watch.allow(401, /\/identity\/me$/);
  const company = await found(houseOf("plain"));
  await page.goto(`${company.house.address}/o/${company.slug}`);
  await page.getByLabel("E-mail").fill(company.email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).tap();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Menu" })).toBeVisible();
});

test("no button loses a letter of its words on a phone", async ({ page, go }) => {
  // Lists whose bar is fullest: with views and tools of their own, and without a search that takes a line.
  for (const screen of ["/admin/people", "/admin/jobs", "/crm/orders", "/hr/people", "/stock/reorder"]) {
    await go(screen);
    await settled(page);
    const cut = page.locator(".mantine-Button-label").evaluateAll((labels) => labels.filter((l) => l.scrollWidth > l.clientWidth).map((l) => l.textContent));
    expect(await cut, screen).toEqual([]);
  }
});

test("an order is found on a phone, and its delivery shipped", async ({ page, api, go }) => {
  const lamp = await product(api, "A-1", "Lamp", "5");
  const made = await order(api, await api.make("/crm/accounts", { name: "Ernst Handel" }), lamp, "3");
  const goods = await delivery(api, made);

  await go("");
  const bar = page.getByRole("navigation", { name: "Main" });
  await bar.getByRole("button", { name: "Menu" }).tap();
  await page.getByRole("dialog").getByRole("link", { name: "Orders" }).tap();
  await onPage(page, "Orders");
  const card = page.getByRole("listitem").filter({ hasText: "Ernst Handel" });
  await expect(card).toContainText("Confirmed");
  await card.getByRole("link").first().tap();
  await onPage(page, made["number"] as string);
  await expect(page.getByText("Lamp").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);

  await page.getByRole("tab", { name: "Deliveries" }).tap();
  await page.getByRole("link", { name: goods["number"] as string }).tap();
  await page.getByRole("button", { name: "One less of Lamp" }).tap();
  await page.getByRole("button", { name: "One more of Lamp" }).tap();
  await page.getByRole("button", { name: "Ship 1 line" }).tap();
  await expect(page.getByText("Shipped").first()).toBeVisible();
  await expect.poll(async () => (await api.get(`/crm/orders/${made["id"]}`))["status"]).toBe("fulfilled");
});
