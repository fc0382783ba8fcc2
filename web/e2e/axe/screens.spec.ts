import { desktop, phone } from "../../playwright.config.ts";
import { accessible } from "../harness/axe.ts";
import { test } from "../harness/demo.ts";
import { addressOf, screens, settled } from "../harness/screens.ts";

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
