import { expect, type Locator, type Page } from "@playwright/test";

/** Types into a picker and takes the choice of that name. */
export async function pick(field: Locator, name: string): Promise<void> {
  await field.fill(name);
  await field.page().getByRole("option", { name }).first().click();
}

/** The row of a list or table with this text. */
export function row(page: Page | Locator, text: string | RegExp): Locator {
  return page.getByRole("row").filter({ hasText: text });
}

/** The value of a key fact or tile, by its label. */
export function fact(page: Page | Locator, label: string): Locator {
  return page.locator("dl > div").filter({ has: page.locator("dt").getByText(label, { exact: true }) }).locator("dd").first();
}

/** Opens the menu of further actions of a record, and takes one. */
export async function act(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

/** The page is that record's. */
export async function onPage(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}
