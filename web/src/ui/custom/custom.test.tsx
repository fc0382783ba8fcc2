import { IconCar } from "@tabler/icons-react";
import { within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18n from "i18next";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Versioned } from "@/api/client";
import { person, server, show } from "@/test/screen";
import type { ModuleDescription } from "@/ui/module";
import type { ObjectDescription, ObjectFrame } from "@/ui/object/description";
import { ObjectList } from "@/ui/object/ObjectList";
import { ObjectDetail } from "@/ui/object/ObjectPage";
import { objectParts } from "@/ui/object/parts";
import { DataGrid } from "../DataGrid";
import type { CustomField } from "./wire";

/*
 * An object that the kit describes, to which an organisation gave fields: they are everywhere where its own are.
 */

interface Vehicle extends Versioned {
  plate: string;
  custom?: Record<string, unknown>;
}

const frame: ObjectFrame = { entity: "garage.vehicle", path: "/garage/vehicles", endpoint: "/garage/vehicles", icon: IconCar, title: "plate", custom: true };
const vehicle: ObjectDescription<Vehicle> = { ...frame, sort: "plate", away: "delete", fields: [{ name: "plate", kind: "text", required: true, sort: true, filter: true }] };
const strings = { vehicle: { title: "Vehicles", new: "New vehicle", create: "Create vehicle", edit: "Edit vehicle", none: "No vehicles", none_text: "Cars.", plate: "Plate" } };
const garage: ModuleDescription = { name: "garage", label: "menu:garage.vehicles", icon: IconCar, ...objectParts(frame, () => Promise.resolve(vehicle)) };
const rights = [...["read", "create", "update", "delete", "export"].map((verb) => `garage.vehicle.${verb}`), "custom.field.read"];
const all = { me: person(rights), modules: [garage] };

const base = { entity: "garage.vehicle", required: false, unique: false, searchable: false, default: null, version: 1 };
const drive: CustomField = {
  ...base, id: "f1", key: "drive", kind: "choice", position: 1, label: { en: "Drive", de: "Antrieb" },
  options: [{ key: "electric", label: { en: "Electric" }, colour: "green" }, { key: "steam", label: { en: "Steam" }, archived: true }, { key: "diesel", label: { en: "Diesel" } }],
};
const lease: CustomField = { ...base, id: "f2", key: "lease", kind: "money", position: 2, label: { en: "Lease" }, currency: "CHF" };
const seen: CustomField = { ...base, id: "f3", key: "seen", kind: "boolean", position: 3, label: { en: "Inspected" }, required: true };
const extras: CustomField = { ...base, id: "f4", key: "extras", kind: "choices", position: 4, label: { en: "Extras" }, options: [{ key: "hook", label: { en: "Tow hook" } }, { key: "rack", label: { en: "Roof rack" } }] };
const fields = [drive, lease, seen, extras];

const van: Vehicle = { id: "v1", version: 3, plate: "B-LH 12", custom: { drive: "electric", lease: { amount: "310.00", currency: "EUR" }, extras: ["hook", "rack"] } };
const old: Vehicle = { id: "v2", version: 1, plate: "B-LH 13", custom: { drive: "steam" } };

function answering(given: CustomField[] = fields, vehicles: Vehicle[] = [van, old]) {
  return server(({ method, path, query, body }) => {
    if (path === "/custom-fields") return { body: { items: query["archived"] ? [...given, { ...drive, id: "f9", key: "gone", label: { en: "Old class" }, archived_at: "2026-01-01T00:00:00Z" }] : given } };
    if (method !== "GET") return { body: { ...van, ...(body as object), version: 4 } };
    if (path.startsWith("/garage/vehicles/v")) return { body: van };
    if (/^\/notes\/records\/[^/]+\/[^/]+$/.test(path)) return { body: { following: false, followers: [], tags: [], pinned: [], notes: 0, open_tasks: 0, files: 0, may_write: true, most_bytes: 1 } };
    if (path === "/garage/vehicles/summary") return { body: { groups: [{ key: { "custom.drive": "electric" }, count: 1 }, { key: { "custom.drive": null }, count: 1 }], total: { count: 2 }, more: false } };
    if (path === "/garage/vehicles") return { body: { items: vehicles, total: { count: vehicles.length, exact: true } } };
    return { body: { items: [] } };
  });
}

beforeAll(() => {
  i18n.addResourceBundle("en", "garage", strings);
  i18n.addResourceBundle("en", "menu", { garage: { vehicles: "Vehicles", vehicle: "Vehicle", new_vehicle: "New vehicle" } }, true);
});

describe("fields of an organisation's own in a list", () => {
  it("are columns that are shown when they are chosen, sorted and filtered as its own", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectList object={vehicle} />, {
      ...all, path: "/garage/vehicles?columns=plate,custom.drive,custom.lease,custom.extras&custom.drive=electric,steam&custom.lease.gte=100&sort=-custom.lease",
    });
    const row = (await screen.findByText("B-LH 12")).closest<HTMLElement>("[role=row]")!;
    for (const text of ["Electric", "€310.00", "Tow hook", "Roof rack"]) expect(within(row).getByText(text)).toBeInTheDocument();
    // What is archived is still told where a record has it.
    expect(within(screen.getByText("B-LH 13").closest<HTMLElement>("[role=row]")!).getByText("Steam")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Drive is Electric, Steam" })).toBeInTheDocument();
    // The list is asked once, when its fields are known.
    const asked = sent.filter((s) => s.path === "/garage/vehicles");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.query).toMatchObject({ "custom.drive": "electric,steam", "custom.lease.gte": "100", sort: "-custom.lease" });
  });

  it("are changed in their cells, by the control of their kind", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectList object={vehicle} />, { ...all, path: "/garage/vehicles?columns=plate,custom.drive,custom.lease" });
    await screen.findByText("B-LH 12");
    await userEvent.keyboard("j{ArrowRight}{ArrowRight}{ArrowRight}{Enter}");
    const lease = await screen.findByRole("textbox", { name: "Lease" });
    expect(lease).toHaveValue("310.00");
    await userEvent.clear(lease);
    await userEvent.type(lease, "95{Enter}");
    // The amount keeps the currency that the record has.
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")?.body).toEqual({ custom: { lease: { amount: "95", currency: "EUR" } } }));
    expect(sent.find((s) => s.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
  });

  it("say clearly which of them are gone, and the rest of the view works", async () => {
    const sent = answering();
    const { screen, router } = await show(<ObjectList object={vehicle} />, { ...all, path: "/garage/vehicles?custom.gone=a&sort=-custom.gone&custom.drive=electric" });
    await screen.findByText("B-LH 12");
    expect(await screen.findByText(/names a field that is not there any more: Old class/)).toBeInTheDocument();
    const query = sent.find((s) => s.path === "/garage/vehicles")?.query;
    expect(query).toMatchObject({ "custom.drive": "electric", sort: "plate" });
    expect(query).not.toHaveProperty(["custom.gone"]);
    await userEvent.click(screen.getByRole("button", { name: "Take out of the view" }));
    await vi.waitFor(() => expect(router.state.location.search).toEqual({ "custom.drive": "electric" }));
  });

  it("make boards, which take cards and show those without a value, too", async () => {
    answering();
    const columns = [{ key: "plate", label: "Plate", filter: true as const }];
    const edit = { entity: "garage.vehicle", fields: [], read: (row: Vehicle) => row as Vehicle & Record<string, unknown>, write: (body: Record<string, unknown>) => body, title: (row: Vehicle) => row.plate };
    const { screen } = await show(<DataGrid<Vehicle> name="garage" label="Vehicles" endpoint="/garage/vehicles" entity="garage.vehicle" columns={columns} edit={edit} arrange />, { ...all, path: "/garage/vehicles?layout=board&by=custom.drive" });
    for (const name of ["Empty", "Electric", "Diesel"]) expect(await screen.findByRole("region", { name: new RegExp(`^${name}`) })).toBeInTheDocument();
    expect((await screen.findAllByRole("button", { name: /Move B-LH 12/ })).length).toBeGreaterThan(0);
  });
});

describe("fields of an organisation's own in a form", () => {
  it("stand under a heading of their own, begin with their default, and are sent as they are named", async () => {
    const sent = answering([{ ...drive, default: "diesel" }, lease, seen, extras], []);
    const { screen } = await show(<ObjectList object={vehicle} />, { ...all, path: "/garage/vehicles?new=1" });
    expect(await screen.findByRole("heading", { name: "Further details" })).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: "Drive" })).toHaveValue("Diesel");
    await userEvent.type(screen.getByRole("textbox", { name: /^Plate/ }), "B-LH 14");
    await userEvent.type(screen.getByRole("textbox", { name: "Lease" }), "40");
    await userEvent.click(screen.getByRole("button", { name: "Create vehicle" }));
    // Yes or no is a question, and no is an answer to it.
    expect(await screen.findByText(/Inspected: /)).toBeInTheDocument();
    expect(sent.some((s) => s.method === "POST")).toBe(false);
    await userEvent.click(screen.getByRole("combobox", { name: /^Inspected/ }));
    await userEvent.click(await screen.findByRole("option", { name: "No" }));
    await userEvent.click(screen.getByRole("button", { name: "Create vehicle" }));
    await vi.waitFor(() => expect(sent.find((s) => s.method === "POST")?.body).toEqual({ plate: "B-LH 14", custom: { drive: "diesel", lease: { amount: "40", currency: "CHF" }, seen: false } }));
  });

  it("offer no option that is archived, and take the focus when they were waited for", async () => {
    answering(fields, []);
    const { screen } = await show(<ObjectList object={vehicle} />, { ...all, path: "/garage/vehicles?new=1" });
    await vi.waitFor(() => expect(screen.getByRole("textbox", { name: /^Plate/ })).toHaveFocus());
    await userEvent.click(screen.getByRole("combobox", { name: "Drive" }));
    expect((await screen.findAllByRole("option")).map((o) => o.textContent)).toEqual(["Electric", "Diesel"]);
  });
});

describe("fields of an organisation's own on the page of a record", () => {
  it("are facts that are edited in their place", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectDetail object={vehicle} id="v1" />, { ...all, path: "/garage/vehicles/v1" });
    const section = within(await screen.findByRole("region", { name: "Further details" }));
    for (const text of [/^Electric$/, /^EUR\s310\.00$/]) expect(section.getByText(text)).toBeInTheDocument();
    await userEvent.click(section.getByRole("button", { name: "Edit Drive" }));
    await userEvent.click(section.getByRole("combobox", { name: "Drive" }));
    await userEvent.click(await screen.findByRole("option", { name: "Diesel" }));
    await userEvent.click(section.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")?.body).toEqual({ custom: { drive: "diesel" } }));
    expect(sent.find((s) => s.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
  });

  it("are not there for who may not read fields, and nothing asks for them", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectDetail object={vehicle} id="v1" />, { me: person(["garage.vehicle.read"]), modules: [garage], path: "/garage/vehicles/v1" });
    await screen.findByRole("heading", { name: "B-LH 12" });
    expect(screen.queryByRole("region", { name: "Further details" })).toBeNull();
    expect(sent.some((s) => s.path === "/custom-fields")).toBe(false);
  });
});
