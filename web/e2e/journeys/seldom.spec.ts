import { act, fact, onPage, pick, row } from "../harness/page.ts";
import { delivery, order, product } from "../harness/shop.ts";
import { expect, test, type Thing } from "../harness/test.ts";

test("a stage is set to ask for an amount, and a deal that has none is asked on its way", async ({ page, api, go, watch }) => {
  watch.allow(422, /\/move$/);
  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  const [, second] = (pipeline["stages"] as Thing[]).filter((s) => s["category"] === "open").map((s) => s["name"] as string);
  await go("/crm/settings");
  await page.getByRole("button", { name: `Edit ${pipeline["name"]}` }).click();
  const panel = page.getByRole("dialog", { name: `Edit ${pipeline["name"]}` });
  const needs = panel.getByRole("combobox", { name: `What ${second} asks for` });
  await needs.click();
  await page.getByRole("option", { name: "Amount" }).click();
  await panel.getByRole("button", { name: "Save pipeline" }).click();
  await expect(panel).toBeHidden();
  await expect(row(page.getByRole("table", { name: `Stages of ${pipeline["name"]}` }), second!)).toContainText("Amount");

  const deal = await api.make("/crm/deals", { name: "Cold room", pipeline_id: pipeline["id"] });
  await go("/crm/deals");
  await page.getByRole("button", { name: /^Cold room / }).press("m");
  await page.getByRole("menuitem", { name: second! }).click();
  const gate = page.getByRole("dialog", { name: `Before it moves to ${second}` });
  await gate.getByRole("button", { name: `Save and move to ${second}` }).click();
  await expect(gate.getByText(`Fill this before the deal enters ${second}.`).first()).toBeVisible();
  await gate.getByLabel("Amount").fill("4000");
  await gate.getByRole("button", { name: `Save and move to ${second}` }).click();
  await expect(gate).toBeHidden();
  expect(await api.get(`/crm/deals/${deal["id"]}`)).toMatchObject({ amount: { amount: "4000" }, stage: { name: second } });
});

test("a place is blocked for a reason, and opened again", async ({ page, api, go }) => {
  const warehouse = (await api.items("/inventory/warehouses"))[0]!;
  const place = await api.make("/inventory/locations", { warehouse_id: warehouse["id"], code: "A-01-01", kind: "bin" });
  await go(`/stock/places/${place["id"]}`);
  await act(page, "Block");
  const dialog = page.getByRole("dialog", { name: "Block A-01-01" });
  await dialog.getByLabel("Reason").fill("Being counted");
  await dialog.getByRole("button", { name: "Block" }).click();
  await expect(page.getByText("Blocked: nothing may go in or out")).toBeVisible();
  await page.getByRole("button", { name: "Unblock" }).click();
  await expect(page.getByText("Blocked: nothing may go in or out")).toBeHidden();
});

test("a delivery is cancelled, its goods are free again, and its order learns of it", async ({ page, api, go }) => {
  const lamp = await product(api, "A-1", "Lamp", "5");
  const account = await api.make("/crm/accounts", { name: "Ernst Handel" });
  const taken = await order(api, account, lamp, "3");
  const going = await delivery(api, taken);
  await go(`/stock/deliveries/${going["id"]}`);
  await act(page, "Cancel delivery");
  const dialog = page.getByRole("dialog", { name: `Cancel what is left of ${going["number"]}` });
  await dialog.getByLabel("Reason").fill("The customer gave it up");
  await dialog.getByRole("button", { name: "Cancel delivery" }).click();
  await expect(page.getByText("Cancelled").first()).toBeVisible();
  await page.getByRole("link", { name: /^SO/ }).first().click();
  await onPage(page, new RegExp(taken["number"] as string));
  await expect(row(page, "Lamp")).toContainText("3 cancelled");
  await expect.poll(async () => (await api.get(`/inventory/products/${lamp["id"]}/card`))["totals"]).toMatchObject({ promised: "0", free: "5" });
});

test("somebody who left is hired again", async ({ page, api, go }) => {
  const unit = await api.make("/hr/units", { name: "Sales" });
  const hired = await api.make("/hr/employees", { legal_name: "Rita Rep", hired_on: "2020-01-01", unit_id: unit["id"], title: "Sales rep" });
  await api.send("POST", `/hr/employees/${hired["id"]}/end`, { last_day: "2022-12-31", reason: "resigned" }, hired["version"] as number);
  await go(`/hr/people/${hired["id"]}`);
  await page.getByRole("button", { name: "Hire again" }).click();
  const panel = page.getByRole("dialog", { name: "Hire Rita Rep again" });
  await panel.getByRole("radio", { name: "From the first time", exact: true }).check();
  await pick(panel.getByLabel("Department"), "Sales");
  await panel.getByLabel("Job title").fill("Sales lead");
  await panel.getByRole("button", { name: "Hire again" }).click();
  await expect(panel).toBeHidden();
  await expect(fact(page, "Last day")).toBeHidden();
  await expect(page.getByText("Sales lead").first()).toBeVisible();
});
