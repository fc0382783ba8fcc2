import { row } from "../harness/page.ts";
import { expect, signIn, test } from "../harness/test.ts";

test("a language is chosen in the profile, and words, numbers, days and refusals follow without a reload", async ({ page, api, go, company, browser, watch }) => {
  watch.allow(409, /\/crm\/accounts$/); // a number that another account has
  const account = await api.make("/crm/accounts", { name: "Ostlab AG", code: "A-1" });
  await api.make("/crm/deals", { name: "Lab extension", account_id: account["id"], amount: "12345.50", expected_close: "2026-12-24" });

  await go("/me");
  await page.evaluate(() => document.body.setAttribute("data-loaded-once", ""));
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "Deutsch", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Profil" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle(/Profil/);

  await page.getByRole("link", { name: "Firmen" }).click();
  await expect(page.getByRole("grid", { name: "Firmen" })).toBeVisible();
  await expect(row(page, "Ostlab AG")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-loaded-once", "");

  // What the server refuses, it refuses in German.
  await page.getByRole("button", { name: "Neue Firma" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("Westlab AG");
  await form.getByRole("button", { name: /weitere/ }).click();
  await form.getByRole("textbox", { name: "Kundennummer" }).fill("A-1");
  await form.getByRole("button", { name: "Firma anlegen" }).click();
  await expect(form.getByText("Eine andere Firma hat diese Nummer.").first()).toBeVisible();

  await go("/crm/deals?layout=list");
  await expect(row(page, "Lab extension")).toContainText("12.345,50 €");
  await expect(row(page, "Lab extension")).toContainText("24. Dez. 2026");

  // It goes with the person into a browser that asks for English.
  const other = await browser.newContext({ locale: "en-GB", baseURL: company.house.address });
  await signIn(other, company.house.address, company.email, company.password);
  const there = await other.newPage();
  await there.goto(`${company.house.address}/o/${company.slug}/me`);
  await expect(there.getByRole("heading", { level: 1, name: "Profil" })).toBeVisible();

  // A zone that is not the organisation's, at once.
  await there.getByRole("combobox", { name: "Zeitzone" }).click();
  await there.getByRole("combobox", { name: "Zeitzone" }).fill("Tokyo");
  await there.getByRole("option", { name: "Asia/Tokyo" }).click();
  const hour = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", timeZone: "Asia/Tokyo" }).format(new Date()).replace(/\D/g, "");
  await expect(there.getByText(new RegExp(`Zeiten werden so gezeigt: .*, ${hour}:`))).toBeVisible();
  await there.getByText("Dunkel", { exact: true }).click();
  await expect(there.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect.poll(async () => (await api.get("/identity/me/settings"))["theme"]).toBe("dark");
  await other.close();
});

test.describe("a browser that asks for German", () => {
  test.use({ locale: "de-AT" });
  test("sees the door in German, before anybody has signed in", async ({ page, company }) => {
    await page.goto(`${company.house.address}/sign-in`);
    await expect(page.getByRole("button", { name: "Anmelden" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
  });
});
