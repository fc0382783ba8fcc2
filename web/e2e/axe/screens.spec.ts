import type { BrowserContext } from "@playwright/test";
import { desktop, phone } from "../../playwright.config.ts";
import { accessible } from "../harness/axe.ts";
import { test as base } from "../harness/demo.ts";
import { addressOf, screens, settled } from "../harness/screens.ts";

/** Pages of one browser, which reads the programs of the UI only once. */
const test = base.extend<object, { browserOfAll: BrowserContext }>({
  browserOfAll: [
    async ({ browser, session }, give) => {
      const context = await browser.newContext({ storageState: session, reducedMotion: "reduce", locale: "en-GB", timezoneId: "Europe/Berlin" });
      await give(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  page: async ({ browserOfAll, viewport }, give) => {
    const page = await browserOfAll.newPage();
    await page.setViewportSize(viewport ?? desktop);
    await give(page);
    await page.close();
  },
});

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  test.describe(size, () => {
    test.use({ viewport });
    for (const screen of screens) {
      test(`${screen} has no barrier`, async ({ page, demo }) => {
        await page.goto(`${demo.address}/o/${demo.org}${await addressOf(screen, demo)}`);
        await settled(page);
        await accessible(page);
      });
    }
  });
}
