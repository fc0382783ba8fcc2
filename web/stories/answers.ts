// The server of the stories: the same few records for whoever asks, so that a picture of today is one of tomorrow.

const cities = ["Graz", "Berlin", "Lyon", "Porto", "Turku", "Ghent"];
const names = ["Alfreds Futterkiste", "Berglunds snabbköp", "Ottilies Käseladen", "שוק הכרמל", "Ernst Handel", "Vaffeljernet & Søn – eine Firma mit einem wirklich langen Namen GmbH & Co. KG"];

export const accounts = names.map((name, n) => ({
  id: `a${n}`,
  name,
  city: cities[n],
  lifecycle: ["customer", "prospect", "partner"][n % 3],
  employees: 12 * (n + 1),
  balance: { amount: n === 2 ? "-120.50" : `${(n + 1) * 1250}.00`, currency: n === 4 ? "CHF" : "EUR" },
  due_on: `2026-${n % 2 ? "11" : "12"}-0${n + 1}`,
  version: 1,
}));

const problem = (status: number, code: string, detail: string) => reply({ status, code, title: detail, detail, errors: [], request_id: "story" }, status);

function reply(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": status >= 400 ? "application/problem+json" : "application/json" } });
}

const changes = [
  { id: "h2", change_set_id: "c2", at: "2026-11-27T15:20:00Z", actor: { kind: "user", id: "u2", name: "Bo Berg" }, via: "ui", entity: "crm.account", entity_id: "a0", op: "updated", undoable: true, fields: [{ name: "city", before: "Wien", after: "Graz" }] },
  { id: "h1", change_set_id: "c1", at: "2026-11-20T08:00:00Z", actor: { kind: "user", id: "u1", name: "Ana Lind" }, via: "import", entity: "crm.account", entity_id: "a0", op: "created", undoable: false, fields: [] },
];

/** Answers as the API would. An endpoint called "/stories/empty", "/stories/broken" or "/stories/slow" is that. */
export function answer(input: RequestInfo | URL): Promise<Response> {
  const url = new URL(typeof input === "string" ? input : input instanceof URL ? input.href : input.url, window.location.origin);
  const path = url.pathname.replace("/api/v1", "");
  if (path.includes("/slow")) return new Promise(() => undefined);
  return Promise.resolve(answerOf(path, url.searchParams));
}

function answerOf(path: string, asked: URLSearchParams): Response {
  if (path.includes("/broken")) return problem(409, "conflict", "Another one was faster.");
  if (path.includes("/refused")) return problem(403, "forbidden", "You may not see this.");
  if (path.includes("/empty")) return reply({ items: [], total: { count: 0, exact: true } });
  if (path === "/desk/favourites") return reply({ items: [{ entity: "crm.account", id: "a0", title: names[0] }] });
  if (path.startsWith("/notify/presence/")) return reply({ people: [{ id: "u2", name: "Bo Berg", editing: true }, { id: "u3", name: "Cem Kaya", editing: false }] });
  if (path === "/history/timeline") return reply({ items: changes });
  if (path === "/search") return reply({ groups: [{ entity: "crm.account", label: "Accounts", items: [{ id: "a0", title: names[0], subtitle: cities[0] }] }], late: [] });
  const lifecycle = asked.get("lifecycle");
  const items = accounts.filter((a) => !lifecycle || a.lifecycle === lifecycle);
  return reply({ items, total: { count: items.length, exact: true } });
}
