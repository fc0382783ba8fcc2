import { act, fact, onPage, row } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

test("what somebody changed is one line, opens, can be seen as it was, and stands in a sealed log", async ({ page, api, go, watch }) => {
  watch.allow(404, /\/history\/as-of$/); // of a day on which the deal was not there yet
  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  const deal = await api.make("/crm/deals", { name: "Lab extension", account_id: account["id"], pipeline_id: pipeline["id"], amount: "12000", expected_close: "2030-01-31" });
  const once = await api.patch(`/crm/deals/${deal["id"]}`, deal, { amount: "13000" });
  await api.patch(`/crm/deals/${deal["id"]}`, once, { amount: "15000", name: "Lab extension II" });

  // Two changes within ten minutes are one line, which opens.
  await go(`/crm/deals/${deal["id"]}/history`);
  await onPage(page, "Lab extension II");
  const changed = page.getByRole("article").filter({ hasText: /changed \d fields/ });
  await expect(changed).toHaveCount(1);
  await changed.getByRole("button", { name: /^Show \d changes$/ }).click();
  await expect(changed.getByRole("definition").filter({ hasText: "12000" })).toBeVisible();

  // The record as it was when it was made, read only, and back.
  const made = page.getByRole("article").filter({ hasText: "created this" });
  await made.getByRole("button", { name: "Show as it was then" }).click();
  await expect(page).toHaveURL(/as_of=/);
  await expect(page.getByText("This is how it was on")).toBeVisible();
  await expect(fact(page, "Name")).toHaveText("Lab extension");
  await expect(page.getByRole("button", { name: "Back to now" })).toBeVisible();
  await page.reload();
  await expect(fact(page, "Name")).toHaveText("Lab extension");
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByText("This is how it was on")).toBeHidden();

  // From the menu, of a day: the deal was not there yet.
  await act(page, "Show as it was on a day");
  await page.getByRole("dialog", { name: "Show as it was" }).getByRole("button", { name: "Show it" }).click();
  await expect(page.getByText("It was not there yet")).toBeVisible();

  // The log finds the deal's changes, and is sealed and sound.
  await go(`/admin/audit?record=${deal["id"]}`);
  await expect(row(page, "Deals: 1 changed")).toHaveCount(2);
  const proof = page.getByRole("status", { name: "Proof of the log" });
  await expect(proof).toContainText("Sealed up to");
  await proof.getByRole("button", { name: "Verify the last day" }).click();
  await expect(proof).toContainText("sound, last verified");

  // Who came in, and what was verified, stands beside it.
  await page.getByRole("link", { name: "Sign-ins, refusals, reads" }).click();
  await expect(row(page, "Signed in").first()).toBeVisible();
  await expect(row(page, "History verified").first()).toBeVisible();
});
