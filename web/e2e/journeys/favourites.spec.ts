import { expect, test } from "../harness/test.ts";

test("a record, a view and a dashboard are kept at hand, in one's own order; what is deleted is gone without a word", async ({ page, api, go }) => {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  const view = await api.make("/desk/views", { list: "crm.accounts", name: "Prospects", sharing: "private", state: { conditions: { lifecycle: "prospect" } } });
  const board = await api.make("/desk/dashboards", { name: "Sales" });
  const rail = page.getByRole("navigation", { name: "Main menu" });
  const favourites = rail.getByRole("heading", { name: "Favourites" }).locator("..").getByRole("link");

  await go(`/crm/accounts/${account["id"]}`);
  await page.getByRole("button", { name: "Add to favourites" }).click();
  await expect(favourites).toHaveText(["Ostlab AG"]);
  await expect(page.getByRole("button", { name: "Take from favourites" })).toHaveAttribute("aria-pressed", "true");

  await go(`/crm/accounts?view=${view["id"]}`);
  await page.getByRole("button", { name: "Menu of the view Prospects" }).click();
  await page.getByRole("menuitem", { name: "Add to favourites" }).click();
  await expect(favourites).toHaveText(["Ostlab AG", "Prospects"]);

  // By keyboard: Shift and f keeps what is on the page.
  await go(`/dashboards/${board["id"]}`);
  await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();
  await page.keyboard.press("Shift+F");
  await expect(favourites).toHaveText(["Ostlab AG", "Prospects", "Sales"]);

  await rail.getByRole("button", { name: "Menu of the favourite Sales" }).press("Enter");
  await page.getByRole("menuitem", { name: "Move up" }).press("Enter");
  await expect(favourites).toHaveText(["Ostlab AG", "Sales", "Prospects"]);
  await page.keyboard.press("Escape");
  await favourites.filter({ hasText: "Prospects" }).click();
  await expect(page).toHaveURL(new RegExp(`view=${view["id"]}`));

  await page.keyboard.press("Control+K");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("sales");
  await page.getByRole("group", { name: "Favourites" }).getByRole("option", { name: /^Sales/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();

  await api.send("DELETE", `/crm/accounts/${account["id"]}`, undefined, account["version"] as number);
  await page.reload();
  await expect(favourites).toHaveText(["Sales", "Prospects"]);
  expect((await api.get("/desk/favourites"))["items"]).toHaveLength(2);
});
