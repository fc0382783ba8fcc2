import { expect, found, password, test } from "../harness/test.ts";
import { houseOf } from "../harness/global.ts";

test("a person signs in, lands on the page that was asked for, and signs out", async ({ page, watch }) => {
  watch.allow(401, /\/identity\/(me|sessions)$/);
  const company = await found(houseOf("plain"));
  await page.goto(`${company.house.address}/o/${company.slug}/crm/orders?sort=number`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await page.getByLabel("E-mail").fill(company.email);
  await page.getByRole("textbox", { name: "Password" }).fill("the wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();

  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${company.house.address}/o/${company.slug}/crm/orders?sort=number`);
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();

  await page.getByRole("button", { name: /Olga Owner.*sign out/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto(`${company.house.address}/o/${company.slug}`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a session that ends in the middle of work is renewed over the page, and nothing typed is lost", async ({ page, api, go, watch }) => {
  watch.allow(401, /./);
  await go("/crm/accounts?new=1");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Halfway Ltd");
  await api.send("DELETE", "/identity/sessions/current");
  await page.getByRole("button", { name: "Create account" }).click();

  const again = page.getByRole("dialog", { name: "Your session has ended" });
  await again.getByRole("textbox", { name: "Password" }).fill(password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Halfway Ltd" })).toBeVisible();
});
