import { act, fact } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

test("two tabs change one account: other fields are both kept, the same field is asked about", async ({ page, api, go, watch }) => {
  watch.allow(412, /\/crm\/accounts\//);
  const account = await api.make("/crm/accounts", { name: "Ostlab AG", industry: "Labs" });
  await go(`/crm/accounts/${account["id"]}`);
  await act(page, "Edit");
  const form = page.getByRole("dialog", { name: "Edit Ostlab AG" });
  await form.getByRole("textbox", { name: "Phone" }).fill("+49 30 1234567");

  // The other tab saves another field, then the same one.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await act(other, "Edit");
  const theirs = other.getByRole("dialog", { name: "Edit Ostlab AG" });
  await theirs.getByRole("textbox", { name: "Website" }).fill("https://ostlab.example");
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs).toBeHidden();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toBeHidden();
  await expect(fact(page, "Website")).toContainText("ostlab.example");
  await expect(fact(page, "Phone")).toContainText("1234567");

  await act(page, "Edit");
  await form.getByRole("textbox", { name: "Phone" }).fill("+49 30 1111111");
  await other.reload();
  await act(other, "Edit");
  await theirs.getByRole("textbox", { name: "Phone" }).fill("+49 30 2222222");
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs).toBeHidden();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = page.getByRole("dialog", { name: "Changed by two people" });
  await expect(conflict).toContainText("+49 30 2222222");
  await conflict.getByRole("radio", { name: /2222222/ }).check();
  await conflict.getByRole("button", { name: "Save these values" }).click();
  await expect(conflict).toBeHidden();
  await expect(fact(page, "Phone")).toContainText("2222222");
});
