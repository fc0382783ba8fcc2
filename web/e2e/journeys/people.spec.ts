import { act, fact, onPage, pick, row } from "../harness/page.ts";
import { colleague } from "../harness/people.ts";
import { expect, test } from "../harness/test.ts";

test("somebody is hired, stands in the org chart, leaves, and the manager gets their deals", async ({ page, api, company, go, watch, browser }) => {
  // The leaver's own browser learns that its session is gone.
  watch.allow(401, /./);
  const unit = await api.make("/hr/units", { name: "Sales" });
  const boss = await colleague(browser, api, "Bodo Boss", "crm.lead");
  const rep = await colleague(browser, api, "Rita Rep", "crm.rep");
  const manager = await api.make("/hr/employees", { legal_name: "Bodo Boss", hired_on: "2024-01-01", unit_id: unit["id"], title: "Head of Sales" });
  await api.send("POST", `/hr/employees/${manager["id"]}/login`, { login_id: boss.id }, manager["version"] as number);

  await go("/hr/people");
  await page.getByRole("button", { name: "Hire somebody" }).click();
  const form = page.getByRole("dialog", { name: "Hire somebody" });
  await form.getByLabel("Legal name").fill("Rita Rep");
  await pick(form.getByLabel("Department"), "Sales");
  await form.getByLabel("Job title").fill("Sales rep");
  await pick(form.getByLabel("Manager"), "Bodo Boss");
  await form.getByRole("button", { name: "Hire", exact: true }).click();
  await onPage(page, "Rita Rep");

  await act(page, "Link to a login");
  const link = page.getByRole("dialog", { name: "Login of Rita Rep" });
  await pick(link.getByLabel("Login", { exact: true }), "Rita Rep");
  await link.getByRole("button", { name: "Save link" }).click();
  await expect(fact(page, "Login")).toContainText("Has a login");

  await act(page, "Show in the org chart");
  await expect(page.getByRole("treeitem", { name: /Bodo Boss/ })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /Rita Rep/ })).toBeVisible();

  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  const deal = await rep.api.make("/crm/deals", { name: "Fifty lamps", pipeline_id: pipeline["id"] });
  await page.goBack();
  await act(page, "End employment");
  await page.getByRole("combobox", { name: "Reason" }).fill("Resi");
  await page.getByRole("option", { name: "Resigned" }).click();
  await page.getByRole("button", { name: "End employment now" }).click();
  await expect(fact(page, "Last day")).toBeVisible();

  await expect.poll(async () => ((await api.get(`/crm/deals/${deal["id"]}`))["owner"] as { name: string }).name).toBe("Bodo Boss");
  await go("/crm/deals?layout=list");
  await expect(row(page, "Fifty lamps")).toContainText("Bodo Boss");
  await rep.page.goto(`${company.house.address}/o/${company.slug}`);
  await expect(rep.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
