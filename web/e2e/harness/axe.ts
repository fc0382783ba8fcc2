import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Fails on what a person with a disability would stumble over, in both colour schemes. */
export async function accessible(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await verify(page, new AxeBuilder({ page }), "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  // What is out of sight would keep the colours of the other scheme until it is drawn.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets.push(sheet);
  });
  // Only colours differ.
  await verify(page, new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]), "dark");
}

async function verify(page: Page, axe: AxeBuilder, scheme: string): Promise<void> {
  // There are no frames, and without them axe needs no second page.
  const { violations } = await axe.setLegacyMode(true).analyze();
  const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const found = grave.map((v) => ({ rule: v.id, help: v.help, at: v.nodes.slice(0, 4).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`) }));
  expect(found, `${new URL(page.url()).pathname}, ${scheme}`).toEqual([]);
}
