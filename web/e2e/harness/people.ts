import type { Browser, Page } from "@playwright/test";
import { Client } from "./client.ts";
import { password } from "./test.ts";

/** Somebody else of the organisation, in a browser of their own. */
export interface Colleague {
  id: string;
  email: string;
  api: Client;
  page: Page;
}

/** Invites somebody with a role, who joins at once. */
export async function colleague(browser: Browser, api: Client, name: string, role: string): Promise<Colleague> {
  const email = `${role.replace(".", "-")}-${api.org}@example.com`;
  const invitation = await api.make("/identity/invitations", { email, name, roles: [role] });
  const context = await browser.newContext();
  const theirs = new Client(context.request, api.address, api.org);
  await theirs.make("/identity/invitations/accept", { token: invitation["token"], name, password });
  const me = await theirs.get("/identity/me");
  return { id: (me["user"] as { id: string }).id, email, api: theirs, page: await context.newPage() };
}
