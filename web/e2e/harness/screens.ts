import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Client } from "./client.ts";
import type { House } from "./house.ts";

const modules = resolve(import.meta.dirname, "../../src/modules");
const descriptions = readdirSync(modules).map((name) => readFileSync(join(modules, name, "index.ts"), "utf8"));

/** Where the list of a record's page is read; change sets have no list of their own. */
const endpoints = new Map<string, string>([["/admin/audit/$id", "/history/changes"]]);
for (const text of descriptions) {
  for (const [, path, endpoint] of text.matchAll(/path: \(id\) => `([^`$]+)\/\$\{id\}`[^\n]*endpoint: "([^"]+)"/g)) {
    endpoints.set(`${path}/$id`, endpoint!);
  }
}

/**
 * Every screen of the product: the frame's own, and the routes that the modules describe. They are
 * read from the descriptions, so that a new screen is looked at without being named here.
 */
export const screens: string[] = ["/", "/me", "/help", ...descriptions.flatMap((text) => [...text.matchAll(/\{ path: "([^"]+)", load:/g)].map(([, path]) => path!))];

/** The address of a screen; that of a record is the first one that there is. */
export async function addressOf(screen: string, api: Client): Promise<string> {
  if (!screen.includes("$id")) return screen === "/" ? "" : screen;
  const endpoint = endpoints.get(screen);
  if (!endpoint) throw new Error(`${screen} shows a record, but no entity of its module says where records are listed.`);
  const first = (await api.get(`${endpoint}?limit=1`))["items"][0] as { id: string; change_set_id?: string } | undefined;
  if (!first) throw new Error(`There is no record for ${screen}.`);
  return screen.replace("$id", first.change_set_id ?? first.id);
}

/** Waits until the demonstration's year of data is there. */
export async function filled(house: House): Promise<void> {
  await expect.poll(() => existsSync(join(house.data, "demo-filled")), { timeout: 120_000 }).toBe(true);
}

/** The screen is there with its data, and nothing is on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByLabel("Loading", { exact: true })).toHaveCount(0);
}
