import { expect, test, type Thing } from "../harness/test.ts";

test("deals move on the board by pointer and by key, are lost with a reason, and come back by undo", async ({ page, api, go }) => {
  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  const stages = (pipeline["stages"] as Thing[]).filter((s) => s["category"] === "open");
  const [first, second, third] = stages.map((s) => s["name"] as string) as [string, string, string];
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  for (const [name, amount] of [["Lab extension", "12000"], ["Cold room", "4000"]]) {
    await api.make("/crm/deals", { name, account_id: account["id"], pipeline_id: pipeline["id"], amount, expected_close: "2030-01-31" });
  }
  await go("/crm/deals");
  const column = (name: string) => page.locator("section").filter({ has: page.getByRole("heading", { name: new RegExp(`^${name}`) }) });
  const card = (name: string) => page.getByRole("button", { name: new RegExp(`^${name} `) });
  await expect(column(first).locator(card("Lab extension"))).toBeVisible();

  const from = (await card("Lab extension").boundingBox())!;
  const to = (await column(second).boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + 120, { steps: 8 });
  await page.mouse.up();
  await expect(column(second).locator(card("Lab extension"))).toBeVisible();
  await expect(column(second)).toContainText("12,000");

  await card("Lab extension").press("m");
  await page.getByRole("menuitem", { name: third }).click();
  await expect(column(third).locator(card("Lab extension"))).toBeVisible();

  await card("Cold room").press("m");
  await page.getByRole("menuitem", { name: "Lost" }).click();
  const dialog = page.getByRole("dialog", { name: "Why was Cold room lost?" });
  await dialog.getByRole("button", { name: "Mark as lost" }).click();
  await expect(dialog.getByText("Required.").first()).toBeVisible();
  await dialog.getByRole("combobox", { name: "Reason" }).click();
  await page.getByRole("option").first().click();
  await dialog.getByRole("textbox", { name: "Note" }).fill("They built their own.");
  await dialog.getByRole("button", { name: "Mark as lost" }).click();
  await expect(card("Cold room")).toBeHidden();
  await page.getByRole("alert").filter({ hasText: "Cold room moved to Lost" }).getByRole("button", { name: "Undo" }).click();
  await expect(column(first).locator(card("Cold room"))).toBeVisible();
});
