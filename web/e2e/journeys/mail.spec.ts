import { expect, test } from "../harness/test.ts";
import { colleague } from "../harness/people.ts";

test("a forgotten password: a mail, its link, a new password, and sign-in", async ({ page, api, company, go, browser }) => {
  const rita = await colleague(browser, api, "Rita Rep", "crm.rep");
  await rita.page.goto(`${company.house.address}/sign-in`);
  await rita.page.getByRole("link", { name: "Forgot your password?" }).click();
  await rita.page.getByLabel("E-mail").fill(rita.email);
  await rita.page.getByRole("button", { name: "Send the link" }).click();
  await expect(rita.page.getByRole("heading", { level: 1, name: "Look into your mailbox" })).toBeVisible();

  // There is no mail server here, so the mail lies in the house, where its administrator reads it.
  await expect.poll(async () => (await api.items("/mail/messages?kind=identity.reset_asked")).map((m) => m["state"])).toEqual(["kept"]);
  await go("/admin/mail");
  await page.getByRole("gridcell", { name: "Choose a new password" }).click();
  const letter = page.getByRole("region", { name: "What it says" });
  await expect(letter).toContainText("Hello Rita Rep");
  const link = (await letter.getByRole("link", { name: "Choose a new password" }).getAttribute("href"))!;
  expect(new URL(link).origin).toBe(company.house.address);

  await rita.page.goto(link);
  await rita.page.getByRole("textbox", { name: "New password" }).fill("violet tram under seven bridges");
  await rita.page.getByRole("button", { name: "Set the password" }).click();
  await expect(rita.page.getByRole("heading", { level: 1, name: "Your new password is set" })).toBeVisible();
  await expect(rita.api.get("/identity/me")).rejects.toThrow("401");

  await rita.page.getByRole("link", { name: "Sign in" }).click();
  await rita.page.getByLabel("E-mail").fill(rita.email);
  await rita.page.getByRole("textbox", { name: "Password" }).fill("violet tram under seven bridges");
  await rita.page.getByRole("button", { name: "Sign in" }).click();
  await expect(rita.page.getByRole("heading", { level: 1, name: /, Rita$/ })).toBeVisible();

  // The link works once.
  await rita.page.goto(link);
  await rita.page.getByRole("textbox", { name: "New password" }).fill("another tram under eight bridges");
  await rita.page.getByRole("button", { name: "Set the password" }).click();
  await expect(rita.page.getByRole("alert")).toContainText("Ask for a new one");
});

test("a preference says whether a message comes by mail, and what is urgent is said at once", async ({ page, api, go, browser }) => {
  const ops = await colleague(browser, api, "Oscar Ops", "ops");
  const subjects = async () => (await api.items("/mail/messages?kind=access.emergency_used")).map((m) => m["subject"]);
  await go("/");
  await expect(page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible(); // Oscar has joined
  const first = await ops.api.make("/access/emergencies", { reason: "The dock stands still", minutes: 30 });
  await expect(page.getByRole("alert")).toContainText("Oscar Ops uses emergency access.");
  await expect.poll(subjects).toEqual(["Oscar Ops uses emergency access"]);

  await go("/me/notifications");
  const kind = page.getByRole("radiogroup", { name: "Somebody uses emergency access" });
  await expect(kind.getByText("Off")).toHaveCount(0);
  await kind.getByText("App only").click();
  await expect.poll(async () => (await api.get("/notify/preferences"))["items"].find((p: { name: string }) => p.name === "access.emergency_used").channel).toBe("app");
  await page.getByRole("radiogroup", { name: "Somebody whom you invited has joined" }).getByText("Off").click();
  await expect.poll(async () => (await api.get("/notify/preferences"))["items"].find((p: { name: string }) => p.name === "identity.joined").channel).toBe("none");

  await ops.api.send("POST", `/access/emergencies/${first["id"]}/end`);
  await ops.api.make("/access/emergencies", { reason: "It stands again", minutes: 30 });
  await colleague(browser, api, "Rita Rep", "crm.rep");

  await go("/notifications");
  const list = page.getByRole("list", { name: "Notifications" });
  await expect(list.getByText("It stands again")).toBeVisible();
  await expect(list.getByText("Oscar Ops has joined")).toBeVisible();
  await expect(list.getByText("Rita Rep has joined")).toHaveCount(0);
  expect(await subjects()).toHaveLength(1);

  await page.getByRole("button", { name: /More for: Oscar Ops has joined/ }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(list.getByText("Oscar Ops has joined")).toHaveCount(0);
  await page.getByText("The house", { exact: true }).click();
  await expect(list.getByText("It stands again")).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByRole("switch", { name: "Only unread" }).check();
  await expect(page.getByText("Nothing unread")).toBeVisible();
});
