import { onPage } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

test("the palette finds records, places and actions, by keyboard alone", async ({ page, api, go }) => {
  await api.make("/crm/accounts", { name: "Ostlab AG" });
  await go("");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "Search and commands" });
  await palette.fill("ostl");
  await expect(page.getByRole("option", { name: /Ostlab AG/ })).toBeVisible();
  await palette.press("Enter");
  await onPage(page, "Ostlab AG");

  await page.keyboard.press("Control+k");
  await palette.fill("to reorder");
  await palette.press("Enter");
  await onPage(page, "To reorder");

  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await onPage(page, "Deals");
  await page.keyboard.press("c");
  await page.keyboard.press("a");
  await expect(page.getByRole("dialog", { name: "New account" })).toBeVisible();

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await palette.fill(">dark");
  await palette.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("the palette does what the open record offers, and finds people alone", async ({ page, api, go }) => {
  const account = await api.make("/crm/accounts", { name: "Westlab AG" });
  await api.make("/crm/contacts", { first_name: "Wes", last_name: "Tlab" });
  await go(`/crm/accounts/${account.id}`);
  await onPage(page, "Westlab AG");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "Search and commands" });
  await palette.fill("edit");
  await expect(page.getByRole("group", { name: "Westlab AG" }).getByRole("option", { name: /Edit/ })).toBeVisible();
  await palette.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Name");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await palette.fill("@wes");
  await expect(page.getByRole("option", { name: /Wes Tlab/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Westlab AG/ })).toHaveCount(0);
  await palette.fill("westlba");
  await expect(page.getByRole("option", { name: /Westlab AG/ }).first()).toBeVisible();
  await page.getByRole("option", { name: "All results for “westlba”" }).click();
  await onPage(page, "Search");
  await expect(page.getByRole("link", { name: "Westlab AG" })).toBeVisible();
  await expect(page.getByRole("searchbox")).toHaveValue("westlba");
});

test("dark mode is chosen in the person's menu and outlives a reload", async ({ page, go }) => {
  await go("");
  await page.getByRole("button", { name: /appearance, sign out/ }).click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
