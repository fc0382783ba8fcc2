import { desktop, phone } from "../../playwright.config.ts";
import { accessible } from "../harness/axe.ts";
import { test } from "../harness/demo.ts";
import { cells, states } from "../harness/rows.ts";
import { settled } from "../harness/screens.ts";

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  test.describe(size, () => {
    test.use({ viewport });
    for (const [name, reach] of Object.entries(states)) {
      if (size === "phone" && cells.has(name)) continue;
      test(`${name} has no barrier`, async ({ page, demo }) => {
        await page.goto(`${demo.address}/o/${demo.org}/crm/accounts`);
        await settled(page);
        await reach(page);
        await settled(page);
        await accessible(page);
      });
    }
  });
}
