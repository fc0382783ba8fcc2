import { act } from "../harness/page.ts";
import { colleague } from "../harness/people.ts";
import { expect, test } from "../harness/test.ts";
import { Watch } from "../harness/watch.ts";

test("two people see each other at a record, and who of them is editing it; one who goes is gone at once", async ({ browser, page, api, company, go }) => {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  const ben = await colleague(browser, api, "Ben Baker", "owner");
  const watch = new Watch(ben.page.context());
  const theirs = ben.page;

  const path = `/crm/accounts/${account["id"]}`;
  await go(path);
  await expect(page.getByRole("heading", { level: 1, name: "Ostlab AG" })).toBeVisible();
  await theirs.goto(`${company.house.address}/o/${company.slug}${path}`);
  await expect(theirs.getByRole("button", { name: "Also here: Olga Owner" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Also here: Ben Baker", exact: true })).toBeVisible();

  await act(theirs, "Edit");
  await expect(page.getByRole("button", { name: "Also here: Ben Baker (editing)" })).toBeVisible();
  await expect(page.getByText("Ben Baker is editing this now.")).toBeAttached();
  await theirs.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Also here: Ben Baker", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Also here: Ben Baker" }).focus();
  await expect(page.getByRole("tooltip")).toContainText("Ben Baker");

  await theirs.goto(`${company.house.address}/o/${company.slug}/crm/accounts`);
  await expect(page.getByRole("button", { name: /^Also here/ })).toBeHidden();
  watch.verify();
  await theirs.context().close();
});
