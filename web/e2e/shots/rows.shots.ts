import { join } from "node:path";
import { desktop, phone } from "../../playwright.config.ts";
import { test } from "../harness/demo.ts";
import { cells, states } from "../harness/rows.ts";
import { settled } from "../harness/screens.ts";

const folder = process.env.SHOTS ?? "";

// Pictures of work in rows, in both sizes and both colour schemes.
for (const [size, viewport] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, reach] of Object.entries(states)) {
        if (size === "phone" && cells.has(name)) continue;
        test(name, async ({ page, demo }) => {
          await page.goto(`${demo.address}/o/${demo.org}/crm/accounts`);
          await settled(page);
          await reach(page);
          await settled(page);
          await page.screenshot({ path: join(folder, `${name}.${size}.${colorScheme}.png`) });
        });
      }
    });
  }
}
