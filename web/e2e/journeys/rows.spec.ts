import type { Page } from "@playwright/test";
import { colleague } from "../harness/people.ts";
import { row } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const list = (page: Page) => page.getByRole("grid", { name: "Accounts" });
const bar = (page: Page) => page.getByRole("toolbar", { name: "Actions for the selected rows" });

test("a clerk changes many accounts: looks first, one is refused with its reason, and one undo takes all back", async ({ page, api, go }) => {
  const ids: string[] = [];
  for (const name of ["Nordlab", "Ostlab AG", "Suedlab"]) ids.push((await api.make("/crm/accounts", { name }))["id"] as string);
  await go("/crm/accounts");
  await expect(row(list(page), "Suedlab")).toBeVisible();
  await page.keyboard.press("Control+a");
  await bar(page).getByRole("button", { name: "Edit" }).click();

  const dialog = page.getByRole("dialog", { name: "Edit 3 records" });
  await dialog.getByPlaceholder("Choose a field").fill("Parent account");
  await page.getByRole("option", { name: "Parent account" }).click();
  // A value that was forgotten empties nothing.
  await dialog.getByRole("button", { name: "See what would change" }).click();
  await expect(dialog.getByText("Give a value, or say that the field shall be emptied.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Parent account" }).fill("Ostlab AG");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.getByRole("option", { name: "Ostlab AG" }).click();
  await dialog.getByRole("button", { name: "See what would change" }).click();
  await expect(dialog.getByText("2 will change")).toBeVisible();
  await expect(dialog.getByText("Parent account: An account cannot stand above itself.")).toBeVisible();
  await expect(dialog.getByRole("link", { name: "Ostlab AG" })).toBeVisible();
  expect((await api.get(`/crm/accounts/${ids[0]}`))["parent"]).toBeFalsy();

  await dialog.getByRole("button", { name: "Change 2 records" }).click();
  await expect(dialog.getByText("2 records changed")).toBeVisible();
  const file = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download the refused records" }).click();
  expect((await file).suggestedFilename()).toContain(".csv");
  expect((await api.get(`/crm/accounts/${ids[0]}`))["parent"]["name"]).toBe("Ostlab AG");

  await dialog.getByRole("button", { name: "Undo all" }).click();
  await expect.poll(async () => (await Promise.all([ids[0], ids[2]].map(async (id) => (await api.get(`/crm/accounts/${id}`))["parent"] ?? ""))).join("")).toBe("");
});

test("all that match are changed by a job, by keyboard alone, and taken back", async ({ page, api, go }) => {
  test.setTimeout(240_000);
  for (let n = 0; n < 300; n += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => api.make("/crm/accounts", { name: `Account ${String(n + i + 1).padStart(3, "0")}`, lifecycle: "prospect" })));
  }
  const left = async () => (await api.get("/crm/accounts?lifecycle=prospect&count=1&limit=1"))["total"]["count"] as number;
  await go("/crm/accounts?lifecycle=prospect");
  await expect(page.getByText("300 records")).toBeVisible();
  await page.keyboard.press("Control+a");
  await expect(bar(page).getByRole("button", { name: "Select all 300 that match" })).toBeVisible();
  await page.keyboard.press("Control+a");
  await expect(bar(page).getByText("All 300 that match are selected")).toBeVisible();
  await bar(page).getByRole("button", { name: "Edit" }).press("Enter");

  const dialog = page.getByRole("dialog", { name: "Edit 300 records" });
  await page.keyboard.type("Relation");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dialog.locator("#bulk-lifecycle")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Customer", exact: true }).click();
  await dialog.getByRole("button", { name: "See what would change" }).press("Enter");
  await expect(dialog.getByText("The first 200 were really tried.")).toBeVisible();
  await dialog.getByRole("button", { name: "Change 300 records" }).press("Enter");
  await expect(dialog).toBeHidden({ timeout: 90_000 });
  expect(await left()).toBe(0);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(left, { timeout: 90_000 }).toBe(300);
});

test("a cell is changed in its place, and two people's changes of it are settled", async ({ page, api, go, watch }) => {
  watch.allow(412, /\/crm\/accounts\//);
  const account = await api.make("/crm/accounts", { name: "Ostlab AG", industry: "Labs" });
  await go("/crm/accounts?columns=name,industry,phone");
  const line = row(list(page), "Ostlab AG");
  await expect(line).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Industry" }).fill("Medicine");

  // Somebody else changes another field meanwhile: both stand, and nobody is asked.
  let now = await api.patch(`/crm/accounts/${account["id"]}`, account, { phone: "+49 30 1234567" });
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Phone" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(line).toContainText("Medicine");
  await expect(line).toContainText("1234567");
  await expect(page.getByText("Industry of Ostlab AG saved")).toBeVisible();
  await expect.poll(async () => (now = await api.get(`/crm/accounts/${account["id"]}`))["industry"]).toBe("Medicine");

  // The same field: the dialog asks.
  await line.getByText("Medicine").dblclick();
  await page.getByRole("textbox", { name: "Industry" }).fill("Optics");
  await api.patch(`/crm/accounts/${account["id"]}`, now, { industry: "Physics" });
  await page.keyboard.press("Enter");
  const conflict = page.getByRole("dialog", { name: "Changed by two people" });
  await expect(conflict).toContainText("Physics");
  await conflict.getByRole("button", { name: "Save these values" }).click();
  await expect.poll(async () => (await api.get(`/crm/accounts/${account["id"]}`))["industry"]).toBe("Optics");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(async () => (await api.get(`/crm/accounts/${account["id"]}`))["industry"]).toBe("Physics");
});

test("a column is pasted from a spreadsheet: shown before and after, what is no value stays", async ({ page, context, api, go }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const name of ["Nordlab", "Ostlab AG", "Suedlab"]) await api.make("/crm/accounts", { name, lifecycle: "prospect" });
  await go("/crm/accounts?columns=name,lifecycle,industry");
  await expect(row(list(page), "Suedlab")).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText("Customer\tLabs\nFriend\tOptics\nPartner\tMedicine\n"));
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+v");
  const dialog = page.getByRole("dialog", { name: "Paste into 3 rows" });
  await expect(dialog.getByText("“Friend” is no choice here.")).toBeVisible();
  await expect(row(dialog, "Nordlab")).toContainText("Prospect → Customer");
  await dialog.getByRole("button", { name: "Change 2 records" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(list(page), "Suedlab")).toContainText("Medicine");
  const after = await api.items("/crm/accounts?sort=name");
  expect(after.map((a) => `${a["name"]} ${a["lifecycle"]} ${a["industry"] ?? ""}`)).toEqual(["Nordlab customer Labs", "Ostlab AG prospect ", "Suedlab partner Medicine"]);

  // What is copied goes back as it came.
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("Name\tRelation\tIndustry\nNordlab\tCustomer\tLabs");
});

test("whoever may only read finds no way to change a row", async ({ browser, api, company }) => {
  await api.make("/crm/accounts", { name: "Ostlab AG" });
  const reader = await colleague(browser, api, "Rita Reader", "crm.reader");
  await reader.page.goto(`${company.house.address}/o/${company.slug}/crm/accounts`);
  await expect(row(list(reader.page), "Ostlab AG")).toBeVisible();
  await reader.page.keyboard.press("j");
  await reader.page.keyboard.press("e");
  await reader.page.keyboard.press("Control+a");
  await expect(bar(reader.page).getByRole("button", { name: "Edit" })).toBeHidden();
  await expect(reader.page.getByRole("textbox", { name: "Name" })).toBeHidden();
  const answer = await reader.api.make("/crm/accounts/bulk", { matching: {}, set: { industry: "x" } });
  expect([answer["changed"], answer["refusals"]]).toEqual([0, 1]);
  await reader.page.context().close();
});
