import { act, fact } from "../harness/page.ts";
import { expect, test, type Thing } from "../harness/test.ts";

test("a deal that was moved goes back by its toast, and by Ctrl+Z", async ({ page, api, go }) => {
  const pipeline = (await api.items("/crm/pipelines"))[0]!;
  const stages = (pipeline["stages"] as Thing[]).filter((s) => s["category"] === "open");
  await api.make("/crm/deals", { name: "Cold room", pipeline_id: pipeline["id"], amount: "4000", currency: "EUR", expected_close: "2030-01-31" });
  await go("/crm/deals");
  const column = (n: number) => page.locator("section").filter({ has: page.getByRole("heading", { name: new RegExp(`^${stages[n]!["name"]}`) }) });
  const card = page.getByRole("button", { name: /^Cold room / });
  for (const back of ["button", "key"]) {
    await card.press("m");
    await page.getByRole("menuitem", { name: stages[1]!["name"] as string }).click();
    await expect(column(1).locator(card)).toBeVisible();
    const toast = page.getByRole("alert").filter({ hasText: `Cold room moved to ${stages[1]!["name"]}` });
    await expect(toast).toBeVisible();
    if (back === "button") await toast.getByRole("button", { name: "Undo" }).click();
    else await page.keyboard.press("Control+z");
    await expect(column(0).locator(card)).toBeVisible();
  }
});

test("what still holds goes back, and what somebody changed since is named before and stays", async ({ page, api, go }) => {
  const account = await api.make("/crm/accounts", { name: "Ostlab AG", industry: "Labs", website: "https://old.example" });
  const edited = await api.patch(`/crm/accounts/${account["id"]}`, account, { industry: "Hospitals", website: "https://new.example" });
  await api.patch(`/crm/accounts/${account["id"]}`, edited, { website: "https://theirs.example" });
  const changes = await api.items(`/history/timeline?entity=crm.account&id=${account["id"]}`);
  const mine = changes.find((c) => (c["fields"] as Thing[]).some((f) => f["name"] === "industry" && f["after"] === "Hospitals"))!;

  await go("/me/changes");
  await expect(page.getByRole("link", { name: "Ostlab AG" }).first()).toBeVisible();
  const would = await api.get(`/history/undo?change_set=${mine["change_set_id"]}`);
  expect((would["conflicts"] as Thing[]).map((c) => [c["field"], c["now"]])).toEqual([["website", "https://theirs.example"]]);

  // The line of the second of the three changes, newest first.
  await page.getByRole("button", { name: "Undo: Ostlab AG" }).nth(1).click();
  const dialog = page.getByRole("dialog", { name: "Undo" });
  await expect(dialog).toContainText("Website: was https://old.example, now https://theirs.example");
  await dialog.getByRole("button", { name: "Undo 1 record" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /Undone, but Website stays/ })).toBeVisible();

  await go(`/crm/accounts/${account["id"]}`);
  await expect(fact(page, "Website")).toContainText("theirs.example");
  const now = await api.get(`/crm/accounts/${account["id"]}`);
  expect([now["industry"], now["website"]]).toEqual(["Labs", "https://theirs.example"]);
});

test("an account that was deleted comes back, and an edit is offered back without a word of the screen's", async ({ page, api, go, watch }) => {
  watch.allow(404, /\/crm\/accounts\//); // its page is left while it reads the record again
  const account = await api.make("/crm/accounts", { name: "Ostlab AG", phone: "+49 30 1111111" });
  await go(`/crm/accounts/${account["id"]}`);
  await act(page, "Edit");
  const form = page.getByRole("dialog", { name: "Edit Ostlab AG" });
  await form.getByRole("textbox", { name: "Phone" }).fill("+49 30 2222222");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(fact(page, "Phone")).toContainText("2222222");
  await page.getByRole("alert").filter({ hasText: "Saved" }).getByRole("button", { name: "Undo" }).click();
  await expect(fact(page, "Phone")).toContainText("1111111");
  expect((await api.get(`/crm/accounts/${account["id"]}`))["contact_points"]).toHaveLength(1);

  await act(page, "Delete");
  await page.getByRole("alert").filter({ hasText: "Ostlab AG" }).getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await api.items("/crm/accounts")).length).toBe(1);
});

test("an import is taken back from its page, which says before what would stay", async ({ page, api, go }) => {
  const rows = Array.from({ length: 50 }, (_, n) => `Company ${n}`);
  await go("/admin/imports/new");
  await page.getByRole("radiogroup").getByText("Accounts", { exact: true }).click();
  await page.getByLabel("Drop a file here, or choose one", { exact: true }).setInputFiles({ name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from(["Name", ...rows].join("\n")) });
  await expect(page.getByRole("region", { name: /^The first/ }).first()).toBeVisible();
  await page.getByRole("button", { name: "Match columns" }).click();
  await page.getByRole("button", { name: /^Check \d+ rows?$/ }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Import 50 rows" }).click();
  await expect(page.getByText(/^50 rows of .* imported\.$/)).toBeVisible({ timeout: 60_000 });
  const changed = (await api.items("/crm/accounts"))[0]!;
  await api.patch(`/crm/accounts/${changed["id"]}`, changed, { industry: "Labs" });

  await page.getByRole("button", { name: "Undo import" }).click();
  const dialog = page.getByRole("dialog", { name: "Undo this import?" });
  await expect(dialog).toContainText("Undo 49 of 50. The others stay:");
  await expect(dialog).toContainText(`${changed["name"]} It was changed since.`);
  await dialog.getByRole("button", { name: "Undo 50 rows" }).click();
  await expect(page.getByText(/records? (is|are) as (it|they) (was|were) before the import/)).toBeVisible({ timeout: 60_000 });
  expect((await api.items("/crm/accounts")).map((a) => a["name"])).toEqual([changed["name"]]);
});
