import { accessible } from "../harness/axe.ts";
import { onPage } from "../harness/page.ts";
import { colleague } from "../harness/people.ts";
import { expect, test } from "../harness/test.ts";

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC", "base64");

test("somebody is mentioned in a note, hears of it, and opens the record; a task is done from Today", async ({ page, api, go, browser, company }) => {
  const ben = await colleague(browser, api, "Ben Elm", "crm.reader");
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  await go(`/crm/accounts/${account["id"]}`);
  await page.getByRole("tab", { name: "Timeline" }).click();

  // By keyboard alone: @, the first letters, Enter for the name, Ctrl+Enter to send.
  const note = page.getByRole("textbox", { name: "Note" });
  await note.click();
  await page.keyboard.type("Please call them **today** @ben");
  await expect(page.getByRole("option", { name: "Ben Elm" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(note).toHaveValue("Please call them **today** @Ben Elm ");
  await page.reload();
  await expect(note).toHaveValue("Please call them **today** @Ben Elm "); // a draft survives
  await note.press("Control+Enter");
  const feed = page.getByRole("feed", { name: "Timeline" });
  await expect(feed.locator("strong")).toHaveText("today");
  await expect(feed.getByText("@Ben Elm")).toBeVisible();
  await expect(feed.getByText("created this")).toBeVisible(); // what was said and what was done in one line of time
  await expect(page.getByRole("button", { name: "Following" })).toBeVisible();

  // A task for Ben.
  await page.getByRole("tab", { name: "Task" }).click();
  await page.getByRole("textbox", { name: "What is to be done" }).fill("Send the offer");
  await page.getByRole("textbox", { name: "Due" }).fill("today");
  await page.getByRole("textbox", { name: "Due" }).press("Tab");
  const who = page.getByRole("textbox", { name: "Who" });
  await who.fill("Ben");
  await page.getByRole("option", { name: "Ben Elm" }).click();
  await page.getByRole("button", { name: "Add task" }).click();
  await expect(feed.getByText("Send the offer")).toBeVisible();
  await accessible(page);

  // Ben hears of both, and the message leads to the record.
  await ben.page.goto(`${company.house.address}/o/${company.slug}/notifications`);
  await expect(ben.page.getByText("Olga Owner gave you a task: Ostlab AG")).toBeVisible();
  await ben.page.getByText("1 earlier").click(); // both are about one record
  await ben.page.getByText("Olga Owner mentioned you: Ostlab AG").first().click();
  await onPage(ben.page, "Ostlab AG");

  // On Today he ticks the task off, takes that back, and ticks it again.
  await ben.page.goto(`${company.house.address}/o/${company.slug}`);
  const mine = ben.page.getByRole("region", { name: "My tasks" });
  await expect(mine.getByText("Send the offer")).toBeVisible();
  await accessible(ben.page);
  await mine.getByRole("checkbox", { name: "Done: Send the offer" }).click();
  await expect(mine.getByText("No tasks for the next seven days.")).toBeVisible();
  await ben.page.getByRole("alert").filter({ hasText: "Task done" }).getByRole("button", { name: "Undo" }).click();
  await mine.getByRole("checkbox", { name: "Done: Send the offer" }).click();
  await expect(mine.getByText("No tasks for the next seven days.")).toBeVisible();

  // The other screen sees it without a reload.
  await expect(feed.getByText(/Done by Ben Elm/)).toBeVisible();
});

test("a file is dropped on a record, looked at, removed and brought back", async ({ page, api, go }) => {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG" });
  await go(`/crm/accounts/${account["id"]}/timeline`);
  const feed = page.getByRole("feed", { name: "Timeline" });
  await expect(feed.getByText("created this")).toBeVisible();
  const files = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "Würfel.png", { type: "image/png" }));
    return transfer;
  }, [...png]);
  await feed.dispatchEvent("dragover", { dataTransfer: files });
  await feed.dispatchEvent("drop", { dataTransfer: files });
  await feed.getByRole("button", { name: /Würfel\.png/ }).click();
  const preview = page.getByRole("dialog", { name: "Würfel.png" });
  await expect(preview.getByRole("img", { name: "Würfel.png" })).toBeVisible();
  await expect.poll(() => preview.getByRole("img", { name: "Würfel.png" }).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(10);
  await accessible(page);
  await page.keyboard.press("Escape");

  await feed.getByRole("article").filter({ hasText: "Würfel.png" }).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(feed.getByText("Würfel.png")).toBeHidden();
  await page.getByRole("alert").filter({ hasText: "Removed Würfel.png" }).getByRole("button", { name: "Undo" }).click();
  await expect(feed.getByText("Würfel.png")).toBeVisible();

  // The button takes files, too; and a filter shows only them.
  await page.getByRole("tab", { name: "File" }).click();
  await page.getByLabel("Choose files").setInputFiles({ name: "offer.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF") });
  await expect(feed.getByText("offer.pdf")).toBeVisible();
  await page.getByRole("group", { name: "What the timeline shows" }).getByText("Files").click();
  await expect(feed.getByText("created this")).toBeHidden();
  await expect(feed.getByText("offer.pdf")).toBeVisible();
});

test("a record is followed, tagged, and left for the next one of its list by key", async ({ page, api, go, browser }) => {
  const [first, second] = [await api.make("/crm/accounts", { name: "Alpha" }), await api.make("/crm/accounts", { name: "Beta" })];
  await api.make("/crm/accounts", { name: "Other" });
  const ben = await colleague(browser, api, "Ben Elm", "crm.reader");
  await go(`/crm/accounts/${first["id"]}`);
  await page.getByRole("button", { name: "Follow", exact: true }).click();
  await expect(page.getByRole("button", { name: "Following" })).toBeVisible();
  await page.getByRole("button", { name: "Add a tag" }).click();
  await page.getByRole("textbox", { name: "Name of the tag" }).fill("Key customer");
  await page.getByRole("button", { name: "Create “Key customer”" }).click();
  await expect(page.getByRole("button", { name: "Take the tag Key customer away" })).toBeVisible();

  // Somebody else writes a note: the follower hears of it.
  await ben.api.make(`/notes/records/crm.account/${first["id"]}/notes`, { text: "They called back" });
  await expect.poll(async () => (await api.items("/notify/messages")).map((m) => m["title"] as string), { timeout: 30_000 }).toContain("Ben Elm wrote a note: Alpha");

  await go("/crm/accounts?sort=name");
  await page.getByRole("row", { name: /Alpha/ }).getByRole("link", { name: "Alpha" }).click();
  await onPage(page, "Alpha");
  await page.keyboard.press("Shift+J");
  await onPage(page, "Beta");
  expect(page.url()).toContain(second["id"] as string);
  await page.keyboard.press("Shift+K");
  await onPage(page, "Alpha");
  await page.getByRole("button", { name: /Next/ }).click();
  await onPage(page, "Beta");
});
