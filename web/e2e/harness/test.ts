import { randomBytes } from "node:crypto";
import { test as base, expect, type BrowserContext } from "@playwright/test";
import { Client } from "./client.ts";
import { houseOf } from "./global.ts";
import { command, type House } from "./house.ts";
import { Watch } from "./watch.ts";

export { expect };
export { type Thing } from "./client.ts";

/** An organisation of one's own, with its owner's sign-in. */
export interface Company {
  slug: string;
  name: string;
  email: string;
  password: string;
  house: House;
}

export const password = "correct horse battery staple";

/** Makes an organisation in a house, by the command line, as a host's operator would. */
export async function found(house: House, currency = "EUR"): Promise<Company> {
  const slug = `t${randomBytes(6).toString("hex")}`;
  const company = { slug, name: `Company ${slug}`, email: `${slug}@example.com`, password, house };
  const args = { organisation: company.name, slug, name: "Olga Owner", email: company.email, currency, zone: "Europe/Berlin" };
  await command(house, ["user", "found", ...Object.entries(args).flatMap(([flag, value]) => [`--${flag}`, value])], `${password}\n`);
  return company;
}

/** Signs a person in without the page; the browser of the context has the session. */
export async function signIn(context: BrowserContext, address: string, email: string, secret: string): Promise<void> {
  const answer = await context.request.post(`${address}/api/v1/identity/sessions`, { data: { email, password: secret } });
  expect(answer.status(), await answer.text()).toBe(201);
}

interface Fixtures {
  /** The organisation of this test. */
  company: Company;
  /** The owner's REST client. */
  api: Client;
  /** Opens a path of the organisation. */
  go: (path: string) => Promise<void>;
  /** What the pages of the test do wrong. */
  watch: Watch;
  currency: string;
}

/** A test with an organisation of its own, whose owner is signed in and whose pages are watched. */
export const test = base.extend<Fixtures>({
  currency: ["EUR", { option: true }],
  company: async ({ currency }, give) => give(await found(houseOf("plain"), currency)),
  watch: [
    async ({ context }, give) => {
      const watch = new Watch(context);
      await give(watch);
      watch.verify();
    },
    { auto: true },
  ],
  api: async ({ context, company }, give) => {
    await signIn(context, company.house.address, company.email, company.password);
    await give(new Client(context.request, company.house.address, company.slug));
  },
  go: async ({ page, company, api: _signedIn }, give) => {
    await give(async (path) => {
      await page.goto(`${company.house.address}/o/${company.slug}${path}`);
    });
  },
});
