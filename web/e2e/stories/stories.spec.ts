import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test as base } from "@playwright/test";
import { createServer } from "vite";
import { accessible } from "../harness/axe.ts";

const web = resolve(import.meta.dirname, "../..");

/** The page of the kit, as `npm run stories` serves it. */
const test = base.extend<object, { kit: string }>({
  kit: [
    async ({ browserName: _any }, give) => {
      const server = await createServer({ root: web, configFile: resolve(web, "vite.config.ts"), logLevel: "error", server: { host: "127.0.0.1", port: 0, proxy: {}, hmr: false } });
      await server.listen();
      await give(`${server.resolvedUrls!.local[0]!}stories/`);
      await server.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** The groups, and what the last of each to come says. */
const groups = {
  Signs: "Late", Facts: "Bin 1-1", Blocks: "Another one was faster.", Fields: "Record alone", Forms: "Only to read", Lists: /takes longer than usual/, Boards: "Berglunds snabbköp",
  Lines: "More than nothing.", Records: /Bo Berg/,
};

for (const scheme of ["light", "dark"] as const) {
  for (const [group, last] of Object.entries(groups)) {
    test(`${group} look as they did, ${scheme}`, async ({ page, kit }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.clock.setFixedTime(new Date("2026-11-30T09:00:00Z"));
      await page.goto(`${kit}?story=${group}`);
      const story = page.locator(`#${group}`);
      await expect(story.getByText(last).first()).toBeVisible();
      await expect(story).toHaveScreenshot(`${group}-${scheme}.png`, { animations: "disabled", threshold: 0.3, maxDiffPixelRatio: 0.01 });
    });
  }
}

test("every part of the kit has its story", () => {
  const told = readdirSync(resolve(web, "stories")).filter((name) => name.endsWith(".tsx")).map((name) => readFileSync(resolve(web, "stories", name), "utf8")).join("\n");
  const parts = readdirSync(resolve(web, "src/ui")).filter((name) => /^[A-Z]\w+\.tsx$/.test(name) && !name.includes(".test.")).map((name) => name.replace(".tsx", ""));
  // A link that others are made of has no look of its own.
  const untold = parts.filter((part) => part !== "AppLink" && !told.includes(`@/ui/${part}"`));
  expect(untold).toEqual([]);
});

test("the stories have no barrier", async ({ page, kit }) => {
  await page.goto(kit);
  await expect(page.locator("#Records").getByText("Bo Berg").first()).toBeVisible();
  await accessible(page);
});
