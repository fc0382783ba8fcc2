import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Client } from "./client.ts";
import type { House } from "./house.ts";

const modules = resolve(import.meta.dirname, "../../src/modules");
const files = (file: string) => readdirSync(modules).map((name) => join(modules, name, file)).filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"));
const descriptions = files("index.ts");
/** Objects that are described as a whole: address and endpoint of each. */
const objects = files("frames.ts").flatMap((text) => [...text.matchAll(/path: "([^"]+)", endpoint: "([^"]+)"/g)].map(([, path, endpoint]) => ({ path: path!, endpoint: endpoint! })));

/** Where the list of a record's page is read, if no entity of a module says it. */
const endpoints = new Map<string, string>([
  ["/admin/audit/$id", "/history/changes"],
  ["/admin/access/drafts/$id", "/access/versions?state=submitted"],
  ["/admin/access/versions/$id", "/access/versions?state=published"],
]);
for (const text of descriptions) {
  for (const [, path, endpoint] of text.matchAll(/path: \(id\) => `([^`$]+)\/\$\{id\}`[^\n]*endpoint: "([^"]+)"/g)) {
    endpoints.set(`${path}/$id`, endpoint!);
  }
}

for (const { path, endpoint } of objects) endpoints.set(`${path}/$id`, endpoint);

/** What an address names that is not the record of its route. */
const names = new Map<string, (api: Client) => Promise<string>>([
  ["$role", async (api) => ((await api.get("/access/matrix"))["roles"] as { id: string; shipped: boolean }[]).find((role) => !role.shipped)!.id],
  ["$draft", async (api) => (await first(api, "/access/versions?state=submitted")).id],
  ["$person", async (api) => (await first(api, "/access/assignments?role=crm.rep")).user!.id],
  ["$delivery", async (api) => (await first(api, `/webhooks/endpoints/${(await first(api, "/webhooks/endpoints")).id}/deliveries`)).id],
  ["$deal", async (api) => (await first(api, "/crm/deals")).id],
  ["$work", async (api) => (await first(api, "/jobs/finished")).key!],
  ["$mail", async (api) => (await first(api, "/mail/messages")).id],
  ["$custom", (api) => custom(api)],
  ["$now", () => Promise.resolve(encodeURIComponent(new Date().toISOString()))],
]);

/** What a screen shows after a choice that its address holds: its tabs, an open row, another day, a question with its answer. */
const chosen: string[] = [
  ...["effects", "checks", "lines"].map((tab) => `/admin/access/drafts/$id/${tab}`),
  ...["handlers", "schedules", "ended", "ended&open=$work"].map((tab) => `/admin/jobs?tab=${tab}`),
  "/admin/mail?open=$mail",
  ...["group=status&sums=total:sum", "layout=chart&by=ordered_on:month&measure=sum:total", "layout=calendar", "layout=board"].map((view) => `/crm/orders?${view}`),
  "/crm/deals?layout=list&sums=amount:sum",
  "/admin/custom-fields?entity=crm.contact&new=1",
  "/admin/custom-fields?entity=crm.contact&open=$custom",
  "/crm/contacts?columns=name,custom.grade,custom.limit,custom.since,custom.topics&custom.gone=$custom",
  "/crm/contacts?layout=board&by=custom.grade&custom.gone=$custom",
  "/crm/contacts?new=$custom",
  "/dashboards/$id?arrange=1",
  "/crm/deals/$id/history",
  "/crm/deals/$id/timeline",
  "/crm/deals/$id?as_of=$now",
  "/admin/access/ask?user=$person&right=crm.deal.update&record=$deal",
  "/admin/access/ask?tab=who&right=crm.deal.update&record=$deal",
  "/admin/access/ask?tab=try&user=$person&right=crm.deal.export&draft=$draft",
];

/**
 * Every screen of the product: the frame's own, and the routes that the modules describe. They are
 * read from the descriptions, so that a new screen is looked at without being named here.
 */
export const screens: string[] = ["/", "/me", "/me/notifications", "/me/changes", "/notifications", "/search?q=alpen", "/approvals", "/help", ...objects.flatMap(({ path }) => [path, `${path}/$id`]), ...descriptions.flatMap((text) => [...text.matchAll(/\{ path: "([^"]+)", load:/g)].map(([, path]) => path!)), ...chosen];

/** The address of a screen; that of a record is the first one that there is. */
export async function addressOf(screen: string, api: Client): Promise<string> {
  if (screen === "/") return "";
  let address = screen;
  for (const [name] of screen.matchAll(/\$\w+/g)) {
    const named = names.get(name);
    address = address.replace(name, named ? await named(api) : await recordOf(screen, api));
  }
  return address;
}

async function recordOf(screen: string, api: Client): Promise<string> {
  const endpoint = endpoints.get(screen.replace(/\$id.*/, "$id"));
  if (!endpoint) throw new Error(`${screen} shows a record, but no entity of its module says where records are listed.`);
  const record = await first(api, endpoint);
  return record.change_set_id ?? record.id;
}

async function first(api: Client, endpoint: string) {
  const items = (await api.get(`${endpoint}${endpoint.includes("?") ? "&" : "?"}limit=1`))["items"] as { id: string; key?: string; change_set_id?: string; user?: { id: string } }[];
  if (!items[0]) throw new Error(`There is no record in ${endpoint}.`);
  return items[0];
}

/** Contacts have fields of the organisation's own from the first look on: one of every sort that is drawn otherwise. Answers the first of them. */
async function custom(api: Client): Promise<string> {
  const entity = "crm.contact";
  const named = (...words: string[]) => words.map((en, index) => ({ key: `o${index + 1}`, label: { en }, colour: ["teal", "orange", "violet"][index] }));
  const wanted = [
    { key: "grade", kind: "choice", label: { en: "Grade", de: "Stufe" }, options: named("Gold", "Silver", "Bronze") },
    { key: "limit", kind: "money", label: { en: "Gift limit", de: "Geschenkgrenze" }, currency: "EUR" },
    { key: "since", kind: "date", label: { en: "Known since", de: "Bekannt seit" } },
    { key: "topics", kind: "choices", label: { en: "Topics", de: "Themen" }, options: named("Tea", "Coffee", "Cocoa") },
    { key: "newsletter", kind: "boolean", label: { en: "Newsletter", de: "Rundbrief" } },
  ];
  const there = await api.items(`/custom-fields?entity=${entity}`);
  if (there.length < wanted.length) {
    // Two workers may look at once: who comes second finds them there.
    for (const field of wanted) if (!there.some((one) => one["key"] === field.key)) await api.make("/custom-fields", { entity, ...field }).catch(() => undefined);
    const values = { grade: "o1", limit: { amount: "40.00", currency: "EUR" }, since: "2024-05-02", topics: ["o1", "o3"], newsletter: true };
    for (const contact of (await api.items("/crm/contacts?sort=name")).slice(0, 12)) await api.patch(`/crm/contacts/${contact["id"] as string}`, contact, { custom: values }).catch(() => undefined);
  }
  const [first] = await api.items(`/custom-fields?entity=${entity}`);
  return first!["id"] as string;
}

/** A screen as a file may be called: "admin-access-drafts-one-effects". */
export function fileOf(screen: string): string {
  if (screen === "/") return "today";
  return screen.slice(1).replace(/\$\w+/g, "one").replace(/[^\w.-]+/g, "-");
}

/** Waits until the demonstration's year of data is there. */
export async function filled(house: House): Promise<void> {
  await expect.poll(() => existsSync(join(house.data, "demo-filled")), { timeout: 120_000 }).toBe(true);
}

/** The screen is there with its data, and nothing is on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByLabel(/^(Loading|Wird geladen)$/)).toHaveCount(0);
}
