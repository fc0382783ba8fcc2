import { expect, test } from "@playwright/test";
import { accessible } from "../harness/axe.ts";
import { houseOf } from "../harness/global.ts";
import { settled } from "../harness/screens.ts";
import { Watch } from "../harness/watch.ts";

// The guards of the other journeys, each shown to fail.

test("the watch reports what throws, what the policy refuses, and an answer that nobody expects", async ({ page, context }) => {
  const watch = new Watch(context);
  watch.allow(401, /\/identity\/me$/);
  await page.goto(`${houseOf("plain").address}/sign-in`);
  await settled(page);
  watch.verify();

  const heard = page.waitForEvent("pageerror");
  await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.smuggled = true";
    document.head.append(script);
    await fetch("/api/v1/crm/accounts");
    window.setTimeout(() => {
      throw new Error("a broken screen");
    });
  });
  await heard;
  for (const fault of [/a broken screen/, /Content Security Policy/, /401 to GET/]) expect(() => watch.verify()).toThrow(fault);
});

test("axe reports a button without a name", async ({ page }) => {
  await page.goto(`${houseOf("plain").address}/sign-in`);
  await settled(page);
  await page.evaluate(() => document.querySelector("main")!.append(document.createElement("button")));
  await expect(accessible(page)).rejects.toThrow(/button-name/);
});
