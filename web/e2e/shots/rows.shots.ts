import { join } from "node:path";
import type { Page } from "@playwright/test";
import { desktop, phone } from "../../playwright.config.ts";
import { test } from "../harness/demo.ts";
import { settled } from "../harness/screens.ts";

const folder = process.env.SHOTS ?? "";

// What stands over a list while rows are worked in: no address holds it, so each picture begins with its gestures.
const states: Record<string, (page: Page) => Promise<void>> = {
  "rows-selected": async (page) => {
    await page.keyboard.press("Control+a");
    await page.getByRole("toolbar").getByRole("button", { name: "Edit" }).waitFor();
  },
  "rows-bulk-fields": async (page) => {
    await states["rows-selected"]!(page);
    await page.getByRole("toolbar").getByRole("button", { name: "Edit" }).click();
    await page.getByPlaceholder("Choose a field").fill("Industry");
    await page.getByRole("option", { name: "Industry" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Industry" }).fill("Food");
  },
  "rows-bulk-preview": async (page) => {
    await states["rows-selected"]!(page);
    await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Delete/ }).waitFor();
  },
  "rows-cell": async (page) => {
    for (const key of ["j", "j", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("textbox", { name: "Industry" }).fill("Food");
  },
  "rows-paste": async (page) => {
    for (const key of ["j", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "Customer\nFriend\nPartner\n");
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole("dialog").getByRole("button", { name: /^Change/ }).waitFor();
  },
};
const pointer = new Set(["rows-cell", "rows-paste"]); // there are no cells on a phone

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, reach] of Object.entries(states)) {
        if (size === "phone" && pointer.has(name)) continue;
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
