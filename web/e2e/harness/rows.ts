import type { Page } from "@playwright/test";

// What stands over a list while rows are worked in: no address holds it, so each picture begins with its gestures.
export const states: Record<string, (page: Page) => Promise<void>> = {
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
    await page.getByRole("dialog").getByText(/will change/).waitFor();
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
/** There are no cells on a phone. */
export const cells = new Set(["rows-cell", "rows-paste"]);
