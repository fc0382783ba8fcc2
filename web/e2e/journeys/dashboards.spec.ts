import type { Locator, Page } from "@playwright/test";
import { expect, test, type Thing } from "../harness/test.ts";

/** Deals in two currencies, one of them won. */
async function deals(api: { make: (path: string, data: unknown) => Promise<Thing> }): Promise<void> {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  for (const [name, amount, currency] of [["Lab extension", "12000", "EUR"], ["Cold room", "4000", "EUR"], ["Microscopes", "900", "USD"]]) {
    await api.make("/crm/deals", { name, account_id: account["id"], amount, currency, expected_close: "2030-01-31" });
  }
}

const widget = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

async function box(of: Locator) {
  return (await of.boundingBox())!;
}

async function choose(dialog: Locator, field: string, option: string): Promise<void> {
  await dialog.getByRole("combobox", { name: field }).click();
  await dialog.page().getByRole("option", { name: option, exact: true }).click();
}

test("by mouse: a list goes on a dashboard, widgets are added, dragged, made larger, taken away and brought back; each opens what it counts", async ({ page, api, go }) => {
  await deals(api);
  await go("/crm/deals?layout=list&amount.gte=1000");
  await page.getByRole("button", { name: "Add to a dashboard" }).click();
  const add = page.getByRole("dialog", { name: "Add to a dashboard" });
  await add.getByRole("textbox", { name: "Name of the dashboard" }).fill("Sales");
  await choose(add, "Show", "Sum of Amount");
  await add.getByRole("textbox", { name: "Title" }).fill("Large deals");
  await add.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("alert").getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();
  await expect(widget(page, "Large deals")).toContainText("€16,000.00");
  await expect(widget(page, "Large deals")).toContainText("Amount is at least 1,000");

  // A chart of the whole list, from the dashboard itself.
  await page.getByRole("button", { name: "Add widget" }).click();
  const dialog = page.getByRole("dialog", { name: "Add widget" });
  await choose(dialog, "List", "Deals");
  await dialog.getByText("Chart", { exact: true }).click();
  await choose(dialog, "By", "Account");
  await dialog.getByRole("textbox", { name: "Title" }).fill("By account");
  await dialog.getByRole("button", { name: "Add widget" }).click();
  await expect(widget(page, "By account").getByRole("link", { name: "Ostlab AG: 3" })).toBeVisible();

  // Dragged beside the other, and made larger by its corner.
  await page.getByRole("button", { name: "Arrange" }).click();
  const chart = widget(page, "By account");
  const before = await box(chart);
  const number = await box(widget(page, "Large deals"));
  const handle = await box(page.getByRole("button", { name: "Move By account" }));
  await page.mouse.move(handle.x + 8, handle.y + 8);
  await page.mouse.down();
  await page.mouse.move(handle.x + 60, handle.y - 20, { steps: 4 });
  await page.mouse.move(handle.x + number.width + 30, number.y + 12, { steps: 8 });
  await page.mouse.up();
  await expect(async () => expect((await box(chart)).y).toBeCloseTo(number.y, 0)).toPass();
  expect((await box(chart)).x).toBeGreaterThan(before.x);
  const corner = await box(chart.locator("[data-corner]"));
  await page.mouse.move(corner.x + 10, corner.y + 10);
  await page.mouse.down();
  await page.mouse.move(corner.x + 120, corner.y + 90, { steps: 8 });
  await page.mouse.up();
  await expect(async () => expect((await box(chart)).height).toBeGreaterThan(before.height + 60)).toPass();
  const [sales] = await api.items("/desk/dashboards");
  await expect(async () => {
    const kept = (await api.get(`/desk/dashboards/${sales!["id"]}`))["widgets"] as Thing[];
    expect(kept.find((w) => w["title"] === "By account")).toMatchObject({ x: 3, y: 0, w: 7, h: 5 });
  }).toPass();

  // Taken away, and brought back by the toast.
  await page.getByRole("button", { name: "Menu of the widget Large deals" }).click();
  await page.getByRole("menuitem", { name: "Remove from dashboard" }).click();
  await expect(widget(page, "Large deals")).toBeHidden();
  await page.getByRole("alert").filter({ hasText: "Large deals is no longer on the dashboard" }).getByRole("button", { name: "Undo" }).click();
  await expect(widget(page, "Large deals")).toContainText("€16,000.00");
  await page.getByRole("button", { name: "Done" }).click();

  // A bar opens its rows, a number all that it counts.
  await widget(page, "By account").getByRole("link", { name: "Ostlab AG: 3" }).click();
  await expect(page.getByRole("grid", { name: "Deals" })).toBeVisible();
  await expect(page.getByText("3 records")).toBeVisible();
  await page.goBack();
  await widget(page, "Large deals").getByRole("link", { name: /16,000/ }).click();
  await expect(page.getByText("2 records")).toBeVisible();
});

test("by keyboard: a dashboard is made, its widgets move and change their size by arrows, which says where they are; it begins the day", async ({ page, api, go }) => {
  await deals(api);
  await go("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await expect(page.getByRole("heading", { level: 1, name: "Dashboards" })).toBeVisible();
  await page.getByRole("button", { name: "New dashboard" }).first().press("Enter");
  const dialog = page.getByRole("dialog", { name: "New dashboard" });
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("Mine");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing on it yet")).toBeVisible();

  for (const [title, kind] of [["First", "Number"], ["Second", "Table"]] as const) {
    await page.getByRole("button", { name: /^Add (the first )?widget$/ }).first().press("Enter");
    const add = page.getByRole("dialog", { name: "Add widget" });
    await add.getByRole("combobox", { name: "List" }).fill("Deals");
    await page.getByRole("option", { name: "Deals" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await add.getByRole("radio", { name: kind }).focus();
    await page.keyboard.press("Space");
    await add.getByRole("textbox", { name: "Title" }).focus();
    await page.keyboard.type(title);
    await page.keyboard.press("Enter");
    await expect(widget(page, title)).toBeVisible();
  }
  await expect(widget(page, "Second").getByRole("link", { name: "Lab extension" })).toBeVisible();

  await page.getByRole("button", { name: "Arrange" }).press("Enter");
  const handle = page.getByRole("button", { name: "Move Second" });
  await handle.focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("Second: column 1, row 1, 6 wide, 4 high")).toBeAttached();
  await expect(handle).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("Second cannot go further that way.")).toBeAttached();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("Second: column 2, row 1, 5 wide, 4 high")).toBeAttached();
  const [mine] = await api.items("/desk/dashboards");
  await expect(async () => {
    const kept = (await api.get(`/desk/dashboards/${mine!["id"]}`))["widgets"] as Thing[];
    expect(kept.find((w) => w["title"] === "Second")).toMatchObject({ x: 1, y: 0, w: 5, h: 4 });
  }).toPass();
  await page.getByRole("button", { name: "Done" }).press("Enter");

  await page.getByRole("button", { name: "Menu of Mine" }).press("Enter");
  await page.getByRole("menuitem", { name: "Begin my Today with it" }).press("Enter");
  await expect(page.getByText("Your Today begins with Mine.")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByRole("region", { name: "Mine" }).getByRole("link", { name: "3", exact: true })).toBeVisible();
});

test("a widget says when its view is gone, and shows nothing of a list that its reader may not open", async ({ page, api, go }) => {
  await deals(api);
  const view = await api.make("/desk/views", { list: "crm.deals", name: "Open deals", sharing: "organisation", state: { conditions: { status: "open" } } });
  const id = "0192f0c0-0000-7000-8000-000000000001";
  const made = await api.make("/desk/dashboards", { name: "All", sharing: "organisation", widgets: [{ id, kind: "number", list: "crm.deals", view_id: view["id"], state: {}, x: 0, y: 0, w: 4, h: 3 }] });
  await go(`/dashboards/${made["id"]}`);
  await expect(widget(page, "Open deals").getByRole("link", { name: "3", exact: true })).toBeVisible();
  await api.send("DELETE", `/desk/views/${view["id"]}`, undefined, view["version"] as number);
  await page.reload();
  await expect(widget(page, "Deals")).toContainText("The view is gone");
  await page.getByRole("button", { name: "Choose another view" }).click();
  const dialog = page.getByRole("dialog", { name: "Change widget" });
  await choose(dialog, "View", "All");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(widget(page, "Deals").getByRole("link", { name: "3", exact: true })).toBeVisible();
});
