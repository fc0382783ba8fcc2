import { desktop, phone } from "../../playwright.config.ts";
import { test as base } from "../harness/demo.ts";
import { addressOf, settled } from "../harness/screens.ts";
import { openStage, type Stage } from "../harness/pseudo.ts";
import { expect } from "../harness/test.ts";
import { houseOf } from "../harness/global.ts";

const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ browser: _shared }, give) => {
      const stage = await openStage(houseOf("demo").address);
      await give(stage);
      await stage.close();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

const walked = ["/", "/me", "/notifications", "/crm/accounts", "/crm/accounts/$id", "/crm/deals", "/crm/orders", "/crm/orders/$id", "/stock/products", "/stock/products/$id", "/hr/people", "/hr/chart", "/admin/people", "/admin/access", "/admin/jobs", "/admin/imports/new"];

// Words that are a third longer than English, and lines that run from right to left, as a house
// will have them one day: no page grows wider than its window, and everything runs one way. Long
// words hurt where there is little room, and sides where there are many of them.
for (const [language, direction, size, viewport] of [["en-XA", "ltr", "phone", phone], ["ar-XB", "rtl", "desktop", desktop]] as const) {
  test.describe(`${language}, ${size}`, () => {
    test.use({ viewport });
    test("the main screens keep to their window and their direction", async ({ page, demo, stage }) => {
      test.setTimeout(240_000);
      for (const screen of walked) {
        await page.goto(`${stage.address}/o/${demo.org}${await addressOf(screen, demo)}?lang=${language}`);
        await settled(page);
        await expect(page.locator("html")).toHaveAttribute("dir", direction);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wider, `${screen} is wider than its window`).toBe(0);
        // A made-up word is on screen, so the words are not those of a release.
        expect(await page.locator("body").innerText(), screen).toMatch(language === "en-XA" ? /[áéîöû]/ : /\u202e/);
      }
    });
  });
}
