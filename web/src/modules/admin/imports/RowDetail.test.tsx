import { expect, it } from "vitest";
import type { ImportRow, ImportTarget } from "@/api/imports";
import type { ModuleDescription } from "@/ui/module";
import { person, server, show } from "@/test/screen";
import { RowDetail } from "./RowDetail";

const target = {
  name: "crm.accounts", label: "Accounts", options: [],
  fields: [["name", "Name"], ["industry", "Industry"], ["address", "Street"], ["employees", "Employees"], ["unit", "Unit"]].map(([key, label]) => ({ key, label, kind: "text", required: false })),
} as unknown as ImportTarget;
const row = {
  part: "file", line: 2, verdict: "update", values: { name: "Ostlab AG", industry: "Food", address: "Ring 1", employees: "", unit: "Sales" }, record: { entity: "crm.account", id: "a1" },
  changes: [["name", "Ostlab AG"], ["industry", "Food"], ["address", "Ring 1"], ["unit", "Sales"]].map(([field, after]) => ({ field, after })),
} as unknown as ImportRow;
const crm = { name: "crm", entities: { "crm.account": { path: (id: string) => `/crm/accounts/${id}`, label: "x", icon: () => null, permission: "crm.account.read", endpoint: "/crm/accounts" } } } as unknown as ModuleDescription;
const reader = { me: person(["crm.account.read"]), modules: [crm] };
const record = { id: "a1", version: 1, name: "Ostlab", industry: "", unit: { id: "u1", name: "Service" } };
const value = (label: string) => screenValue(label)?.textContent;

function screenValue(label: string) {
  const names = [...document.querySelectorAll("section:first-of-type dt")];
  return names.find((name) => name.textContent === label)?.nextElementSibling;
}

it("an update shows what the record says now, and what it will say", async () => {
  server(() => ({ body: record }));
  const { screen } = await show(<RowDetail row={row} target={target} tense="will" />, reader);
  await screen.findByText("Ostlab", { selector: "del" });
  expect(value("Name")).toBe("Ostlab → Ostlab AG");
  expect(value("Industry")).toBe("– → Food");
  expect(value("Unit")).toBe("Service → Sales");
  expect(value("Street"), "the record has no such field by itself").toBe("Ring 1");
});

it("after the run there is no before, and nothing is asked", async () => {
  const sent = server(() => ({ body: record }));
  await show(<RowDetail row={row} target={target} tense="did" />, reader);
  expect(value("Name")).toBe("Ostlab AG");
  expect(sent.filter((r) => r.path.startsWith("/crm/"))).toEqual([]);
});

it("who may not read the record sees the new values alone", async () => {
  const sent = server(() => ({ status: 403, body: {} }));
  await show(<RowDetail row={row} target={target} tense="will" />, { modules: [crm] });
  expect(value("Name")).toBe("Ostlab AG");
  expect(sent.filter((r) => r.path.startsWith("/crm/"))).toEqual([]);
});
