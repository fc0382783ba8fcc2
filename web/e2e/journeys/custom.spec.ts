import type { Locator, Page } from "@playwright/test";
import { fact, row } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const list = (page: Page) => page.getByRole("grid", { name: "Accounts" });
const panel = (page: Page) => page.getByRole("dialog", { name: "New field of Accounts" });

/** Goes on with Tab until something has the focus, as people without a pointer do. */
async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  for (let n = 0; n < most; n++) {
    if (await target.evaluateAll((found) => found.includes(document.activeElement as HTMLElement))) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("an admin adds a custom field to accounts, fills it in, and filters by it", async ({ page, api, go }) => {
  for (const name of ["Nordlab", "Ostlab AG", "Suedlab"]) await api.make("/crm/accounts", { name });
  await go("/crm/accounts");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("link", { name: "Add a column of your own…" }).click();
  await expect(page.getByText("Accounts: no fields of your own yet")).toBeVisible();

  await page.getByRole("button", { name: "New field" }).click();
  await panel(page).getByRole("radio", { name: "One of a list" }).check();
  await panel(page).getByRole("textbox", { name: "Label (English)" }).fill("VAT class");
  await panel(page).getByRole("textbox", { name: "Label (German)" }).fill("Steuerklasse");
  await panel(page).getByRole("button", { name: "Add option" }).click();
  await panel(page).getByRole("textbox", { name: "Option 1, English" }).fill("Standard");
  await panel(page).getByRole("button", { name: "Add option" }).click();
  await panel(page).getByRole("textbox", { name: "Option 2, English" }).fill("Reduced");
  await panel(page).getByRole("button", { name: "Create field" }).click();
  await expect(page.getByText("VAT class is now a field of Accounts.")).toBeVisible();
  const fields = page.getByRole("list", { name: "Fields of Accounts" });
  await expect(fields.getByRole("listitem")).toContainText(["vat_class"]);
  await page.getByRole("button", { name: "New field" }).click();
  await panel(page).getByRole("radio", { name: "Amount of money" }).check();
  await panel(page).getByRole("textbox", { name: "Label (English)" }).fill("Credit limit");
  await panel(page).getByRole("button", { name: "Create field" }).click();
  await expect(fields.getByRole("listitem")).toHaveCount(2);

  // The second is dragged before the first: so they stand on the page of a record.
  await fields.getByRole("button", { name: "Move Credit limit" }).hover();
  await page.mouse.down();
  await fields.getByText("VAT class").hover();
  await fields.getByText("VAT class").hover({ position: { x: 2, y: 2 } });
  await page.mouse.up();
  await expect(fields.locator(".lh-code").first()).toHaveText("credit_limit");

  const [account] = await api.items("/crm/accounts?name=Ostlab");
  await go(`/crm/accounts/${account!["id"]}`);
  const more = page.getByRole("region", { name: "Further details" });
  await more.getByRole("button", { name: "Edit VAT class" }).click();
  await more.getByRole("combobox", { name: "VAT class" }).click();
  await page.getByRole("option", { name: "Reduced" }).click();
  await more.getByRole("button", { name: "Save" }).click();
  await expect(fact(page, "VAT class")).toContainText("Reduced");
  await more.getByRole("button", { name: "Edit Credit limit" }).click();
  await more.getByRole("textbox", { name: "Credit limit" }).fill("2500");
  await more.getByRole("button", { name: "Save" }).click();
  await expect(fact(page, "Credit limit")).toContainText("2,500.00");
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByText(/changed 2 fields: .*VAT class/)).toBeVisible();
  await page.getByRole("button", { name: "Show 2 changes" }).click();
  await expect(page.locator("ins").filter({ hasText: "Reduced" })).toBeVisible();

  await go("/crm/accounts");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "VAT class" }).check();
  await page.getByRole("checkbox", { name: "Credit limit" }).check();
  await page.keyboard.press("Escape");
  await expect(row(list(page), "Ostlab AG")).toContainText("€2,500.00");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "VAT class" }).click();
  await page.getByRole("checkbox", { name: "Reduced" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1 record", { exact: true })).toBeVisible();
  await expect(row(list(page), "Ostlab AG")).toBeVisible();
  await page.getByRole("button", { name: "Save as new view" }).click();
  const dialog = page.getByRole("dialog", { name: "New view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Reduced VAT");
  await dialog.getByRole("button", { name: "Create view" }).click();
  await expect(page).toHaveURL(/view=[0-9a-f-]{36}$/);
  const address = page.url();

  // Taken out of use, the field is missed where a view names it, and nothing else is lost.
  await go("/admin/custom-fields?entity=crm.account");
  await fields.getByRole("button", { name: "Actions for VAT class" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(page.getByRole("region", { name: "Archived" })).toContainText("VAT class");
  await page.goto(address);
  await expect(page.getByText("This view names a field that is not there any more: VAT class.")).toBeVisible();
  await expect(page.getByText("3 records")).toBeVisible();
  await go("/admin/custom-fields?entity=crm.account");
  await page.getByRole("button", { name: "Restore VAT class" }).click();
  await expect(fields.getByRole("listitem")).toHaveCount(2);
  await page.goto(address);
  await expect(page.getByText("1 record", { exact: true })).toBeVisible();
});

test("the same by keyboard alone", async ({ page, api, go }) => {
  for (const name of ["Nordlab", "Ostlab AG"]) await api.make("/crm/accounts", { name });
  await go("/admin/custom-fields?entity=crm.account");
  await expect(page.getByText("Accounts: no fields of your own yet")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "New field" }));
  await page.keyboard.press("Enter");
  // The first kind has the focus; arrows choose, and Tab goes on.
  await expect(panel(page).getByRole("radio", { name: "Short text" })).toBeFocused();
  for (let n = 0; n < 6; n++) await page.keyboard.press("ArrowDown");
  await expect(panel(page).getByRole("radio", { name: "One of a list" })).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Region");
  await tabTo(page, panel(page).getByRole("button", { name: "Add option" }));
  await page.keyboard.press("Enter");
  await page.keyboard.type("North");
  await page.keyboard.press("Enter");
  await page.keyboard.type("South");
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("list", { name: "Fields of Accounts" }).getByRole("listitem")).toHaveCount(1);
  await tabTo(page, panel(page).getByRole("radio", { name: "Short text" }), 90);
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Nickname");
  await page.keyboard.press("Control+Enter");
  await expect(panel(page)).toBeHidden();

  // Second becomes first.
  await tabTo(page, page.getByRole("button", { name: "Move Nickname" }));
  for (const key of ["Space", "ArrowUp", "Space"]) await page.keyboard.press(key);
  await expect(page.getByRole("list", { name: "Fields of Accounts" }).locator(".lh-code").first()).toHaveText("nickname");

  await go("/crm/accounts?columns=name,custom.region");
  await expect(row(list(page), "Nordlab")).toBeVisible();
  await page.keyboard.press("j");
  for (const key of ["ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByRole("combobox", { name: "Region" })).toBeFocused();
  for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key);
  await expect(row(list(page), "Nordlab")).toContainText("North");
  await expect.poll(async () => (await api.items("/crm/accounts?custom.region=north")).map((a) => a["name"])).toEqual(["Nordlab"]);

  await tabTo(page, page.getByRole("button", { name: "Filter", exact: true }), 90);
  await page.keyboard.press("Enter");
  await page.keyboard.type("R");
  await tabMenu(page, "Region");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("checkbox", { name: "North" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 record", { exact: true })).toBeVisible();
  await expect(row(list(page), "Nordlab")).toBeVisible();
});

/** Goes down a menu until an entry has the focus. */
async function tabMenu(page: Page, name: string): Promise<void> {
  const entry = page.getByRole("menuitem", { name, exact: true });
  for (let n = 0; n < 40 && !(await entry.evaluate((e) => e === document.activeElement)); n++) await page.keyboard.press("ArrowDown");
  await expect(entry).toBeFocused();
}
