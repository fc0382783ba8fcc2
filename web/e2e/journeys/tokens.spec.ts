import { expect, test } from "../harness/test.ts";

test("a token is made and shown once, works within its rights, and ends when it is revoked", async ({ page, api, company, go }) => {
  await api.make("/crm/accounts", { name: "Ostlab AG" });
  await go("/admin/tokens");
  await page.getByRole("button", { name: "New API token" }).click();
  const panel = page.getByRole("dialog", { name: "New API token" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill("Web shop");
  await panel.getByRole("textbox", { name: "Search rights" }).fill("accounts: read");
  await panel.getByRole("checkbox", { name: "Accounts: read" }).check();
  await panel.getByRole("button", { name: "Make the token" }).click();
  const secret = (await panel.getByRole("group", { name: "Secret of the token" }).locator("span").first().textContent())!;

  const ask = (path: string) => fetch(`${company.house.address}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}`, "Longhouse-Org": company.slug } });
  const accounts = await ask("/crm/accounts");
  expect(accounts.status).toBe(200);
  expect(((await accounts.json()) as { items: { name: string }[] }).items.map((a) => a.name)).toEqual(["Ostlab AG"]);
  expect((await ask("/crm/orders")).status).toBe(403);

  await panel.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke the token Web shop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No API tokens yet")).toBeVisible();
  expect((await ask("/crm/accounts")).status).toBe(401);
});
