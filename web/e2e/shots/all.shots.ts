import { join } from "node:path";
import { desktop, phone } from "../../playwright.config.ts";
import { test } from "../harness/demo.ts";
import { addressOf, fileOf, screens, settled } from "../harness/screens.ts";

const folder = process.env.SHOTS ?? "";
const language = process.env.SHOTS_LANGUAGE ?? "en-GB";

// Pictures for people to look at: every screen, in both sizes and both colour schemes, in the language of the browser.
for (const [size, viewport] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, locale: language });
      for (const screen of screens) {
        test(screen, async ({ page, demo }) => {
          await page.goto(`${demo.address}/o/${demo.org}${await addressOf(screen, demo)}`);
          await settled(page);
          await page.screenshot({ path: join(folder, `${fileOf(screen)}.${size}.${colorScheme}.png`) });
        });
      }
    });
  }
}
