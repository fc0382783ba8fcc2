import { readFile } from "node:fs/promises";
import { row } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

test("a list is searched, filtered, sorted, reshaped, read to its end and exported", async ({ page, api, go }) => {
  const names = Array.from({ length: 120 }, (_, n) => `Account ${String(n + 1).padStart(3, "0")}`);
  for (let n = 0; n < names.length; n += 20) {
    await Promise.all(names.slice(n, n + 20).map((name, i) => api.make("/crm/accounts", { name, lifecycle: (n + i) % 2 ? "customer" : "prospect", industry: "Labs" })));
  }
  await go("/crm/accounts");
  const grid = page.getByRole("grid", { name: "Accounts" });
  await expect(page.getByText("120 records")).toBeVisible();
  await expect(grid).toHaveAttribute("aria-rowcount", "121");

  // Pages come while one scrolls, and the last row is reached.
  await grid.getByRole("columnheader", { name: "Name" }).hover();
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    await expect(row(grid, "Account 120")).toBeInViewport({ timeout: 500 });
  }).toPass();
  await page.mouse.wheel(0, -20_000);
  await expect(row(grid, "Account 001")).toBeInViewport();
  await grid.getByRole("columnheader", { name: "Name" }).getByRole("button").first().click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(grid.getByRole("row").nth(1)).toContainText("Account 120");

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Relation" }).click();
  await page.getByRole("checkbox", { name: "Customer", exact: true }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("60 records")).toBeVisible();
  await expect(page).toHaveURL(/lifecycle=customer/);

  await page.keyboard.press("/");
  await page.keyboard.type("Account 11");
  await expect(page.getByText("5 records")).toBeVisible();

  await page.getByRole("button", { name: "Columns and density" }).click();
  await page.getByRole("checkbox", { name: "City" }).uncheck();
  await page.getByRole("checkbox", { name: "Customer number" }).check();
  await page.keyboard.press("Escape");
  await expect(grid.getByRole("columnheader", { name: "City" })).toBeHidden();
  await expect(grid.getByRole("columnheader", { name: "Customer number" })).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "CSV" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trim().split(/\r?\n/);
  expect(lines).toHaveLength(6);
  expect(lines[1]).toContain("Account 118");

  // Everything but the widths of columns is the address: another tab shows the same.
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await expect(tab.getByText("5 records")).toBeVisible();
});
