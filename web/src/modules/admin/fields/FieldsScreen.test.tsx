import { IconBuilding } from "@tabler/icons-react";
import { within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { CustomField } from "@/ui/custom/wire";
import type { ModuleDescription } from "@/ui/module";
import { person, server, show } from "@/test/screen";
import { FieldsScreen } from "./FieldsScreen";

const crm: ModuleDescription = {
  name: "crm", label: "menu:crm.module", icon: IconBuilding, routes: [], create: [], actions: [],
  menu: [{ label: "menu:crm.accounts", path: "/crm/accounts", icon: IconBuilding }, { label: "menu:crm.contacts", path: "/crm/contacts", icon: IconBuilding }],
  entities: {
    "crm.account": { path: (id) => `/crm/accounts/${id}`, icon: IconBuilding, label: "menu:crm.account", endpoint: "/crm/accounts", custom: true },
    "crm.contact": { path: (id) => `/crm/contacts/${id}`, icon: IconBuilding, label: "menu:crm.contact", endpoint: "/crm/contacts", custom: true },
  },
};
const me = person(["custom.field.read", "custom.field.manage", "crm.account#margin.read"]);
const field = (id: string, label: string, more: Partial<CustomField> = {}): CustomField => ({
  id, entity: "crm.account", key: label.toLowerCase(), kind: "text", label: { en: label }, required: false, unique: false, searchable: false, position: 1, version: 2, options: [], default: null, ...more,
});
const all = [field("1", "Region"), field("2", "Grade", { kind: "choice", options: [{ key: "a", label: { en: "A" } }] }), field("3", "Since", { kind: "date" }), field("9", "Old", { archived_at: "2026-01-01T00:00:00Z", version: 7 })];

function answering() {
  return server(({ method, path, query, body }) => {
    if (path === "/custom-fields" && method === "GET") return { body: { items: query["entity"] === "crm.account" ? all : [] } };
    if (method !== "GET") return { body: { ...all[0], ...(body as object), id: "8", version: 3 } };
    return { body: { items: [] } };
  });
}

describe("the screen of custom fields", () => {
  it("lists the fields of an object in their order, its keys, and those that are archived", async () => {
    answering();
    const { screen } = await show(<FieldsScreen />, { me, modules: [crm], path: "/admin/custom-fields?entity=crm.account" });
    const list = within(await screen.findByRole("list", { name: "Fields of Accounts" }));
    expect(list.getAllByRole("listitem").map((row) => row.querySelector(".lh-code")?.textContent)).toEqual(["region", "grade", "since"]);
    expect(within(screen.getByRole("region", { name: "Archived" })).getByRole("button", { name: "Restore Old" })).toBeInTheDocument();
    await userEvent.click(screen.getByRole("tab", { name: "Contacts" }));
    expect(await screen.findByText("Contacts: no fields of your own yet")).toBeInTheDocument();
  });

  it("moves a field by its handle with the keyboard, and puts it back with Esc", async () => {
    const sent = answering();
    const { screen } = await show(<FieldsScreen />, { me, modules: [crm], path: "/admin/custom-fields?entity=crm.account" });
    const handle = await screen.findByRole("button", { name: "Move Since" });
    handle.focus();
    await userEvent.keyboard(" {ArrowUp}{ArrowUp}");
    const order = () => within(screen.getByRole("list", { name: "Fields of Accounts" })).getAllByRole("listitem").map((row) => row.querySelector(".lh-code")?.textContent);
    expect(order()).toEqual(["since", "region", "grade"]);
    await userEvent.keyboard("{Escape}");
    expect(order()).toEqual(["region", "grade", "since"]);
    expect(sent.some((s) => s.method === "POST")).toBe(false);
    await userEvent.keyboard(" {ArrowUp} ");
    await vi.waitFor(() => expect(sent.find((s) => s.method === "POST")).toMatchObject({ path: "/custom-fields/order", body: { entity: "crm.account", ids: ["1", "3", "2"] } }));
  });

  it("makes a choice with its options, asking nothing that the kind does not have", async () => {
    const sent = answering();
    const { screen } = await show(<FieldsScreen />, { me, modules: [crm], path: "/admin/custom-fields?entity=crm.account&new=1" });
    await userEvent.click(await screen.findByRole("radio", { name: "One of a list" }));
    expect(screen.queryByRole("checkbox", { name: /No two records/ })).toBeNull();
    await userEvent.type(screen.getByRole("textbox", { name: "Label (English)" }), "Grade");
    await userEvent.click(screen.getByRole("button", { name: "Create field" }));
    expect((await screen.findAllByText(/Name one option at least/)).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole("button", { name: "Add option" }));
    await userEvent.keyboard("Gold{Enter}Silver");
    const begin = screen.getByRole("combobox", { name: "New records begin with" });
    await userEvent.click(begin);
    await userEvent.click(await screen.findByRole("option", { name: "Silver" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Required" }));
    await userEvent.click(screen.getByRole("combobox", { name: "Readable only with the class" }));
    await userEvent.click(await screen.findByRole("option", { name: "Margin" }));
    await userEvent.click(screen.getByRole("button", { name: "Create field" }));
    await vi.waitFor(() => expect(sent.find((s) => s.method === "POST")).toMatchObject({ path: "/custom-fields" }));
    expect(sent.find((s) => s.method === "POST")?.body).toEqual({
      entity: "crm.account", kind: "choice", label: { en: "Grade" }, required: true, default: "silver", class: "margin",
      options: [{ key: "gold", label: { en: "Gold" }, colour: "blue" }, { key: "silver", label: { en: "Silver" }, colour: "teal" }],
    });
  });

  it("archives an option that records may have, and a field on the version that was read", async () => {
    const sent = answering();
    const { screen } = await show(<FieldsScreen />, { me, modules: [crm], path: "/admin/custom-fields?entity=crm.account&open=2" });
    await userEvent.click(await screen.findByRole("button", { name: "Archive A" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")).toMatchObject({ path: "/custom-fields/2", body: { options: [{ key: "a", label: { en: "A" }, archived: true }] } }));
    await userEvent.click(await screen.findByRole("button", { name: "Actions for Region" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Archive" }));
    await vi.waitFor(() => expect(sent.find((s) => s.path === "/custom-fields/1/archive")?.headers.get("If-Match")).toBe('"2"'));
  });
});
