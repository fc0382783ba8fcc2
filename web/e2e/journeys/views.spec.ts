import { row } from "../harness/page.ts";
import { expect, test, type Thing } from "../harness/test.ts";

/** Deals in two currencies, some of them closing soon. */
async function deals(api: { make: (path: string, data: unknown) => Promise<Thing>; items: (path: string) => Promise<Thing[]> }): Promise<void> {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  for (const [name, amount, currency] of [["Lab extension", "12000", "EUR"], ["Cold room", "4000", "EUR"], ["Microscopes", "900", "USD"], ["Spare parts", "50", "EUR"]]) {
    await api.make("/crm/deals", { name, account_id: account["id"], amount, currency, expected_close: "2030-01-31" });
  }
}

test("a view is saved, changed, shared and opens by itself; the address says what differs", async ({ page, api, go }) => {
  await deals(api);
  await go("/crm/deals?layout=list");
  const bar = page.getByRole("group", { name: "Views of Deals" });
  await expect(page.getByText("4 records")).toBeVisible();
  await page.getByRole("columnheader", { name: "Amount" }).getByRole("button").first().click();
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").first().click({ modifiers: ["Shift"] });
  await expect(page).toHaveURL(/sort=amount,name/);
  await expect(page.getByText("Edited")).toBeVisible();

  await page.getByRole("button", { name: "Save as new view" }).click();
  const dialog = page.getByRole("dialog", { name: "New view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("By amount");
  await dialog.getByRole("checkbox", { name: "My list opens with it" }).check();
  await dialog.getByRole("button", { name: "Create view" }).click();
  await expect(bar.getByRole("button", { name: "By amount", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/view=[0-9a-f-]{36}$/);
  await expect(page.getByText("Edited")).toBeHidden();

  // The list opens with it; what is changed stands in the address, and goes with a reset.
  await go("/crm/deals");
  await expect(row(page.getByRole("grid"), "Spare parts")).toBeVisible();
  await page.getByRole("textbox", { name: "Search this list" }).fill("cold");
  await expect(page.getByText("1 record", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/q=cold/);
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page.getByText("4 records")).toBeVisible();

  await bar.getByRole("button", { name: "Menu of the view By amount" }).click();
  await page.getByRole("menuitem", { name: "Name and sharing" }).click();
  const edit = page.getByRole("dialog", { name: "Name and sharing" });
  await edit.getByRole("combobox", { name: "Who sees it" }).click();
  await page.getByRole("option", { name: "Everybody here" }).click();
  await edit.getByRole("combobox", { name: "Opens for" }).click();
  await page.getByRole("option", { name: "Everybody", exact: true }).click();
  await page.keyboard.press("Escape");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  const [view] = await api.items("/desk/views?list=crm.deals");
  expect(view).toMatchObject({ name: "By amount", sharing: "organisation", default_for: ["everybody"], opens: true, state: { layout: "list", sort: "amount,name" } });

  await bar.getByRole("button", { name: "Menu of the view By amount" }).click();
  await page.getByRole("menuitem", { name: "Lock", exact: true }).click();
  await page.getByRole("textbox", { name: "Search this list" }).fill("lab");
  await expect(page.getByText("Edited")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save for all" })).toBeHidden();
});

test("an advanced filter counts while it is made, is one sentence, and goes back to chips", async ({ page, api, go }) => {
  await deals(api);
  await go("/crm/deals?layout=list");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Advanced…" }).click();
  const dialog = page.getByRole("dialog", { name: "Advanced filter" });
  await dialog.getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Amount", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Value for Amount" }).fill("1000");
  await expect(dialog.getByText("2 records")).toBeVisible();
  await dialog.getByRole("button", { name: "Condition", exact: true }).click();
  await dialog.getByRole("combobox", { name: "Field" }).nth(1).click();
  await page.getByRole("option", { name: "Name", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Value for Name" }).fill("spare");
  await dialog.getByText("One of these").click();
  await expect(dialog.getByText("3 records")).toBeVisible();
  await dialog.getByRole("button", { name: "Apply" }).click();
  const chip = page.getByRole("button", { name: "Amount is at least 1,000 or Name starts with “spare”" });
  await expect(chip).toBeVisible();
  await expect(page.getByText("3 records")).toBeVisible();

  await chip.click();
  await dialog.getByText("All of these").click();
  await dialog.getByRole("button", { name: /^Remove: Name/ }).click();
  await expect(dialog.getByText("2 records")).toBeVisible();
  await dialog.getByRole("button", { name: "As simple filters" }).click();
  await expect(page).toHaveURL(/amount\.gte=1000/);
  await expect(page.getByText("2 records")).toBeVisible();
});

test("groups have counts and sums in each currency, and their rows come when they are opened", async ({ page, api, go }) => {
  await deals(api);
  await go("/crm/deals?layout=list");
  const grid = page.getByRole("grid", { name: "Deals" });
  const menu = async (column: string, item: string) => {
    await grid.getByRole("columnheader", { name: column }).hover();
    await page.getByRole("button", { name: `Menu of the column ${column}` }).click();
    await page.getByRole("menuitem", { name: item }).or(page.getByRole("menuitemradio", { name: item })).click();
  };
  await menu("Amount", "Sum");
  await expect(grid.getByRole("row", { name: "Sums of all rows" })).toContainText("€16,050.00");
  await expect(grid.getByRole("row", { name: "Sums of all rows" })).toContainText("$900.00");
  await menu("Account", "Group by this column");
  const group = grid.getByRole("button", { name: /^Ostlab AG/ });
  await expect(group).toContainText("4 records");
  await expect(group).toContainText("€16,050.00");
  await expect(row(grid, "Lab extension")).toBeHidden();
  await group.click();
  await expect(row(grid, "Lab extension")).toBeVisible();
  await page.getByRole("button", { name: "No longer group by Account" }).click();
  await expect(group).toBeHidden();
});

test("a chart says in a table what it shows, and a board moves cards", async ({ page, api, go }) => {
  await deals(api);
  await go("/crm/deals?layout=list");
  await page.getByRole("radiogroup", { name: "Layout" }).getByTitle("Chart").click();
  await page.getByRole("combobox", { name: "Show" }).click();
  await page.getByRole("option", { name: "Sum of Amount" }).click();
  const table = page.getByRole("table", { name: "Deals: Sum of Amount · EUR" });
  await expect(table.getByRole("row").nth(1)).toContainText("€16,050.00");
  await expect(page.getByRole("table", { name: "Deals: Sum of Amount · USD" })).toContainText("$900.00");

  await go("/crm/accounts?layout=board&by=lifecycle");
  const column = (name: string) => page.locator("section").filter({ has: page.getByRole("heading", { name }) });
  const card = page.getByRole("button", { name: /^Ostlab AG/ });
  await expect(column("Prospect").locator(card)).toBeVisible();
  await card.press("m");
  await page.getByRole("menuitem", { name: "Customer", exact: true }).click();
  await expect(column("Customer").locator(card)).toBeVisible();
  await expect(async () => expect((await api.items("/crm/accounts"))[0]).toMatchObject({ lifecycle: "customer" })).toPass();
});
