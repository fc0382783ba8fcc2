import type { Locator, Page } from "@playwright/test";
import { onPage, pick, row } from "../harness/page.ts";
import { colleague, type Colleague } from "../harness/people.ts";
import { expect, test } from "../harness/test.ts";

/** The cell of a right in the matrix. */
function cell(page: Page, right: string): Locator {
  return page.getByRole("gridcell", { name: new RegExp(`^${right}: `, "i") });
}

/** Somebody's own browser at a path of the organisation. */
async function visit(who: Colleague, path: string): Promise<void> {
  await who.page.goto(`${who.api.address}/o/${who.api.org}${path}`);
}

test("an admin drafts a role, tries it as somebody, another approves it, and the person sees what it opens until it is taken back", async ({ page, api, go, browser }) => {
  const bob = await colleague(browser, api, "Bob Owner", "owner");
  const rita = await colleague(browser, api, "Rita Rep", "crm.rep");
  const harbour = await api.make("/crm/accounts", { name: "Harbour Shop" });
  await api.make("/crm/accounts", { name: "Hill Shop" });
  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  await api.make("/crm/deals", { name: "Not for her", pipeline_id: pipeline["id"] });
  await rita.api.make("/crm/accounts", { name: "Her own shop" });
  await visit(rita, "/crm/accounts");
  await expect(row(rita.page, "Her own shop")).toBeVisible();
  await expect(row(rita.page, "Harbour Shop")).toHaveCount(0);

  await test.step("draft", async () => {
    await go("/admin/access");
    await page.getByRole("button", { name: "Change…" }).click();
    const begin = page.getByRole("dialog", { name: "Change who may do what" });
    await begin.getByLabel("What the change is for").fill("Regional sales leads");
    await begin.getByRole("button", { name: "Make the draft" }).click();
    await onPage(page, "Regional sales leads");
    await page.getByRole("button", { name: "New role" }).click();
    const form = page.getByRole("dialog", { name: "New role" });
    await form.getByLabel("Name").fill("Regional sales lead");
    await pick(form.getByRole("combobox", { name: "Also has the rules of" }), "Sales representative");
    await page.keyboard.press("Escape");
    await form.getByRole("button", { name: "Make the role" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "Regional sales lead" })).toBeVisible();
    await cell(page, "Accounts: Read").focus();
    await page.keyboard.press("5");
    await expect(cell(page, "Accounts: Read")).toHaveAccessibleName(/all records/);
  });
  const draft = (await api.items("/access/versions?state=draft"))[0]!;

  await test.step("effects, and a try as the person", async () => {
    await page.getByRole("tab", { name: "Effects" }).click();
    await expect(page.getByText(/Regional sales lead.*more rights/).first()).toBeVisible();
    await go(`/admin/access/ask?tab=try&user=${rita.id}&right=crm.account.read&draft=${draft["id"]}`);
    await pick(page.getByRole("combobox", { name: "As if they had the role" }), "Regional sales lead");
    await expect(page.getByText("2 records come")).toBeVisible();
    await expect(page.getByRole("link", { name: "Harbour Shop" })).toBeVisible();
  });

  await test.step("another approves", async () => {
    await go(`/admin/access/drafts/${draft["id"]}`);
    await page.getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Submit", exact: true }).click();
    await expect(page.getByText("Waits for approval")).toBeVisible();
    await expect(page.getByRole("button", { name: "Publish", exact: true })).toHaveCount(0);
    await visit(bob, `/admin/access/drafts/${draft["id"]}`);
    await publish(bob.page);
  });

  await test.step("the person sees exactly what it opens, without signing in again", async () => {
    await go(`/admin/access/people/${rita.id}`);
    await page.getByRole("button", { name: "Give a role" }).click();
    const form = page.getByRole("dialog", { name: /Give Rita Rep a role/ });
    await pick(form.getByRole("combobox", { name: "Role" }), "Regional sales lead");
    await form.getByRole("button", { name: /^Give/ }).click();
    await expect(form).toHaveCount(0);
    await rita.page.reload();
    await expect(row(rita.page, "Harbour Shop")).toBeVisible({ timeout: 2_000 });
    await expect(row(rita.page, "Hill Shop")).toBeVisible();
    expect((await rita.api.items("/crm/deals")).length).toBe(0);
    await go(`/admin/access/ask?tab=why&user=${rita.id}&right=crm.account.read&record=${harbour["id"]}`);
    await expect(page.getByText("Regional sales lead").first()).toBeVisible();
    await expect(page.getByText("Yes, Rita Rep may.")).toBeVisible();
  });

  await test.step("going back takes it away", async () => {
    const shipped = (await api.items("/access/versions?state=superseded"))[0]!;
    await go(`/admin/access/versions/${shipped["id"]}`);
    await page.getByRole("button", { name: "Go back to this version" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Make the draft" }).click();
    await onPage(page, /Back to version 1/);
    await page.getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Submit", exact: true }).click();
    await expect(page.getByText("Waits for approval")).toBeVisible();
    await visit(bob, new URL(page.url()).pathname.replace(`/o/${api.org}`, ""));
    await publish(bob.page);
    await rita.page.reload();
    await expect(row(rita.page, "Her own shop")).toBeVisible();
    await expect(row(rita.page, "Harbour Shop")).toHaveCount(0);
    await go(`/admin/access/ask?tab=why&user=${rita.id}&right=crm.account.read&record=${harbour["id"]}`);
    await expect(page.getByText("No, Rita Rep may not.")).toBeVisible();
    await expect(page.getByText("Sales representative").first()).toBeVisible();
  });
});

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("In force").first()).toBeVisible();
}

test("nobody locks everybody out, and nobody gives themself what they do not hold", async ({ page, api, go, browser, watch }) => {
  watch.allow(409, /\/access\/assignments\//);
  // Her role takes two people as soon as there are two who may approve.
  const eve = await colleague(browser, api, "Eve Editor", "access.editor");
  const bob = await colleague(browser, api, "Bob Owner", "owner");

  await test.step("salaries for oneself", async () => {
    const made = await eve.api.make("/access/drafts", { name: "A small thing" });
    await visit(eve, `/admin/access/drafts/${made["id"]}?role=access.editor`);
    await cell(eve.page, "Employees, pay: Read").focus();
    await eve.page.keyboard.press("5");
    await expect(eve.page.getByRole("button", { name: "Submit", exact: true })).toBeDisabled();
    await eve.page.getByRole("tab", { name: "Checks" }).click();
    await expect(eve.page.getByText(/Eve Editor does not hold hr\.employee#salary\.read/)).toBeVisible();
  });

  await test.step("a deny on access itself", async () => {
    const made = await api.make("/access/drafts", { name: "Nobody publishes" });
    await go(`/admin/access/drafts/${made["id"]}?role=access.approver`);
    await cell(page, "Access policy: Publish").focus();
    await page.keyboard.press("d");
    await expect(page.getByText("A deny on access itself could lock everybody out.", { exact: false })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("the last but one who can repair access", async () => {
    await go(`/admin/access/people/${bob.id}`);
    await page.getByRole("button", { name: /^Take .*Owner/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Take/ }).click();
    await expect(page.getByText(/Appoint another person first/)).toBeVisible();
  });
  expect((await api.items(`/access/assignments?user=${bob.id}`)).length).toBe(1);
});
