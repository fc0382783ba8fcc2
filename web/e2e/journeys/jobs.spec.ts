import { randomUUID } from "node:crypto";
import { unreadable } from "../harness/broken.ts";
import { row } from "../harness/page.ts";
import { colleague } from "../harness/people.ts";
import { expect, test } from "../harness/test.ts";

test("an admin retries work that failed for good, mends it with a second person, and skips what nobody needs", async ({ page, api, company, go, browser }) => {
  const bob = await colleague(browser, api, "Bob Owner", "owner");
  await unreadable(company.house, company.slug, 2);
  await go("/admin/jobs?state=dead");
  const failed = row(page, "cannot be read");
  const panel = page.getByRole("dialog", { name: "Check the rows of an import" });

  await test.step("the page says that somebody has to do something", async () => {
    await expect(failed).toHaveCount(2);
    await expect(page.getByText("2 pieces of work failed for good", { exact: false })).toBeVisible();
  });

  await test.step("a retry that fails again leaves its trace", async () => {
    await failed.first().click();
    await expect(panel.getByText("Gives every row of an import its verdict", { exact: false })).toBeVisible();
    await panel.getByRole("button", { name: "Retry", exact: true }).click();
    await expect(panel.getByText("Olga Owner retried it")).toBeVisible();
    await expect(panel.getByText("failed for good after", { exact: false })).toHaveCount(2);
  });

  await test.step("its payload takes two people", async () => {
    await panel.getByRole("button", { name: "Edit" }).click();
    const form = page.getByRole("dialog", { name: "Edit the payload" });
    await form.getByLabel("Payload").fill(`{ "import": "${randomUUID()}" }`);
    await form.getByLabel("Why").fill("The old version wrote a number");
    await form.getByRole("button", { name: "Ask for this change" }).click();
    await expect(panel.getByText("Olga Owner asks for another payload.")).toBeVisible();
    await expect(panel.getByText("Another person decides it.")).toBeVisible();
    await expect(panel.getByRole("button", { name: "Confirm" })).toHaveCount(0);
    await bob.page.goto(`${api.address}/o/${api.org}/admin/jobs`);
    const waiting = bob.page.getByRole("status").filter({ hasText: "Olga Owner asks for another payload of: Check the rows of an import." });
    await expect(waiting.getByText("The old version wrote a number", { exact: false })).toBeVisible();
    await waiting.getByRole("button", { name: "Confirm" }).click();
    await expect(waiting).toHaveCount(0);
    await bob.page.context().close();
  });

  await test.step("the other is skipped", async () => {
    await go("/admin/jobs?state=dead");
    await expect(failed).toHaveCount(1);
    await failed.first().click();
    await panel.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("dialog", { name: "Skip this work?" }).getByRole("button", { name: "Skip", exact: true }).click();
    await expect(failed).toHaveCount(0);
    await go("/admin/jobs?tab=ended");
    await expect(row(page, "Skipped")).toHaveCount(1);
    await expect(row(page, "Done").filter({ hasText: "Check the rows of an import" })).toHaveCount(1);
    await expect(page.getByText("All is well", { exact: false })).toBeVisible();
  });
});

test("an admin pauses a kind of work, and moves, runs and pauses a schedule", async ({ page, go, watch }) => {
  watch.allow(422, /\/jobs\/schedules\//);

  await test.step("a kind", async () => {
    await go("/admin/jobs?tab=handlers");
    await page.getByRole("button", { name: "Pause: Reserve goods for orders" }).click();
    await expect(row(page, "Paused by Olga Owner")).toHaveCount(1);
    await page.getByRole("button", { name: "Resume: Reserve goods for orders" }).click();
    await expect(row(page, "Paused by Olga Owner")).toHaveCount(0);
  });

  await test.step("a schedule", async () => {
    await go("/admin/jobs?tab=schedules");
    const leavers = row(page, "Announce who has left");
    // A new organisation has its schedules within a minute.
    await expect(leavers).toContainText("Every hour, 5 minutes past", { timeout: 90_000 });
    await leavers.getByRole("button", { name: "Move: Announce who has left" }).click();
    const form = page.getByRole("dialog", { name: "Move: Announce who has left" });
    await form.getByLabel("Minute, hour, day, month, weekday").fill("30 25 * * *");
    await form.getByRole("button", { name: "Move" }).click();
    await expect(form.getByText('hour "25" is not within 0-23', { exact: false }).first()).toBeVisible();
    await form.getByLabel("Minute, hour, day, month, weekday").fill("30 4 * * 1-5");
    await form.getByRole("button", { name: "Move" }).click();
    await expect(leavers).toContainText("Monday to Friday at 04:30");
    await leavers.getByRole("button", { name: "Run now: Announce who has left" }).click();
    await leavers.getByRole("button", { name: "Pause: Announce who has left" }).click();
    await expect(leavers).toContainText("Paused");
  });
});
