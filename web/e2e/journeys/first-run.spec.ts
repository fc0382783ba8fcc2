import { openHouse } from "../harness/house.ts";
import { expect, test } from "../harness/test.ts";

test("an empty house gets its owner by the link that it printed, and shows where to begin", async ({ page, watch }) => {
  const house = await openHouse();
  try {
    // Nobody is signed in yet, and a short password is refused.
    watch.allow(401, /\/identity\/me$/);
    watch.allow(422, /\/identity\/setup$/);
    await page.goto(house.address);
    await expect(page.getByRole("heading", { name: "Almost there" })).toBeVisible();

    await page.goto(house.setup!);
    await page.getByLabel("Name of the organisation").fill("Ostlab AG");
    await page.getByLabel("Your name").fill("Ana Lindqvist");
    await page.getByLabel("E-mail").fill("ana@ostlab.example");
    const word = page.getByRole("textbox", { name: "Password" });
    await word.fill("short");
    await page.getByRole("button", { name: "Create organisation" }).click();
    await expect(word).toHaveAttribute("aria-invalid", "true");
    await expect(word).toBeFocused();

    await word.fill("a tall ship and a star");
    await page.getByRole("button", { name: "Create organisation" }).click();
    await expect(page).toHaveURL(/\/o\/ostlab-ag$/);
    await expect(page.getByRole("heading", { level: 1, name: /, Ana$/ })).toBeVisible();
    await expect(page.getByText("None of your deals closes in the next 7 days.")).toBeVisible();
    await expect(page.getByText("Nothing is ready to ship.")).toBeVisible();

    // The link has done its work.
    await page.context().clearCookies();
    await page.goto(house.address);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  } finally {
    await house.close();
  }
});
