import { expect, password, test } from "../harness/test.ts";

test("a rep is invited by a link, joins, and meets only what is a rep's", async ({ page, api, company, go, browser, watch }) => {
  await api.make("/crm/accounts", { name: "Ostlab AG" });
  await go("/admin/people");
  await page.getByRole("button", { name: "Invite a person" }).click();
  const panel = page.getByRole("dialog", { name: "Invite a person" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill("Rita Rep");
  await panel.getByRole("textbox", { name: "Email", exact: true }).fill(`rita-${company.slug}@example.com`);
  await panel.getByRole("checkbox", { name: "Sales representative" }).check();
  await panel.getByRole("button", { name: "Send the invitation" }).click();
  const link = (await panel.getByRole("group", { name: "Link to join" }).locator("span").first().textContent())!;

  const theirs = await browser.newContext();
  const rita = await theirs.newPage();
  await rita.goto(link);
  await rita.getByRole("textbox", { name: "Password" }).fill(password);
  await rita.getByRole("button", { name: "Join" }).click();
  await expect(rita.getByRole("heading", { level: 1, name: /, Rita$/ })).toBeVisible();

  const menu = rita.getByRole("navigation", { name: "Main menu" });
  await expect(menu.getByRole("link", { name: "Deals" })).toBeVisible();
  await expect(menu.getByRole("link", { name: "Audit" })).toBeHidden();
  await expect(menu.getByRole("link", { name: "Roles" })).toBeHidden();
  await rita.goto(`${company.house.address}/o/${company.slug}/admin/audit`);
  await expect(rita.getByText("Nothing you may see here")).toBeVisible();
  await theirs.close();

  // The link works once, and the member stands in the list.
  watch.allow(422, /\/invitations\/accept$/);
  watch.allow(404, /\/invitations\/accept$/);
  await go("/admin/people");
  await expect(page.getByRole("row").filter({ hasText: "Rita Rep" })).toBeVisible();
});
