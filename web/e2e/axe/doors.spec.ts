import { accessible } from "../harness/axe.ts";
import { houseOf } from "../harness/global.ts";
import { settled } from "../harness/screens.ts";
import { test } from "../harness/test.ts";

for (const door of ["/sign-in", "/join", "/join?token=lost", "/forgot", "/reset", "/reset?token=lost", "/setup", "/o/nowhere"]) {
  test(`${door} has no barrier`, async ({ page, watch }) => {
    watch.allow(401, /\/identity\/me$/);
    await page.goto(houseOf("plain").address + door);
    await settled(page);
    await accessible(page);
  });
}
