import { IconCar } from "@tabler/icons-react";
import { within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18n from "i18next";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Versioned } from "@/api/client";
import type { ModuleDescription } from "@/ui/module";
import { person, server, show } from "@/test/screen";
import type { ObjectDescription, ObjectFrame } from "./description";
import { ObjectList } from "./ObjectList";
import { ObjectDetail } from "./ObjectPage";
import { objectParts } from "./parts";
import { wordsOf } from "./words";

/*
 * A new object: this description and its strings are all that the web needs besides its API.
 */

interface Vehicle extends Versioned {
  plate: string;
  state: string;
  seats: number;
  price?: { amount: string; currency: string };
  driver?: { id: string; name: string };
  bought_on?: string;
}

const frame: ObjectFrame = { entity: "fleet.vehicle", path: "/fleet/vehicles", endpoint: "/fleet/vehicles", icon: IconCar, title: "plate", key: "v", importAs: "fleet.vehicles" };

const vehicle: ObjectDescription<Vehicle> = {
  ...frame,
  sort: "plate",
  away: "delete",
  fields: [
    { name: "plate", kind: "text", required: true, maxLength: 20, sort: true, filter: true },
    { name: "state", kind: "status", choices: ["ready", "away"], required: true, filter: true, list: "card" },
    { name: "seats", kind: "integer", form: "more" },
    { name: "price", kind: "money", form: "never" },
    { name: "driver_id", kind: "picker", entity: "hr.employee", picker: { endpoint: "/hr/employees" }, optional: true, filter: true },
    { name: "bought_on", kind: "date", list: "more", sort: true },
  ],
  defaults: () => ({ state: "ready" }),
};

const strings = {
  vehicle: {
    title: "Vehicles", new: "New vehicle", create: "Create vehicle", edit: "Edit vehicle", none: "No vehicles yet", none_text: "Cars and vans of the company.",
    plate: "Plate", state: "State", state_ready: "Ready", state_away: "Away", seats: "Seats", price: "Price", driver_id: "Driver", bought_on: "Bought on",
  },
};
const menu = { fleet: { vehicles: "Vehicles", vehicle: "Vehicle", new_vehicle: "New vehicle", import_vehicles: "Import vehicles" } };

const parts = objectParts(frame, () => Promise.resolve(vehicle));
const fleet: ModuleDescription = { name: "fleet", label: "menu:fleet.vehicles", icon: IconCar, ...parts };
const rights = ["read", "create", "update", "delete", "import", "export"].map((verb) => `fleet.vehicle.${verb}`);
const all = { me: person(rights), modules: [fleet] };

const van: Vehicle = { id: "v1", version: 3, plate: "B-LH 12", state: "ready", seats: 7, price: { amount: "31000.00", currency: "EUR" }, driver: { id: "e1", name: "Ana Lind" }, bought_on: "2026-03-02" };

function answering(vehicles: Vehicle[] = [van]) {
  return server(({ method, path, body }) => {
    if (method !== "GET") return { body: { ...van, ...(body as object) } };
    if (path.startsWith("/fleet/vehicles/")) return { body: van };
    if (/^\/notes\/records\/[^/]+\/[^/]+$/.test(path)) return { body: { following: false, followers: [], tags: [], pinned: [], notes: 0, open_tasks: 0, files: 0, may_write: true, most_bytes: 1 } };
    if (path === "/fleet/vehicles") return { body: { items: vehicles, total: { count: vehicles.length, exact: true } } };
    return { body: { items: [] } };
  });
}

beforeAll(() => {
  i18n.addResourceBundle("en", "fleet", strings);
  i18n.addResourceBundle("en", "menu", menu, true);
});

describe("a new object", () => {
  it("has a string for all that its description names", () => {
    expect(wordsOf(vehicle as never).filter(({ namespace, key }) => !i18n.exists(`${namespace}:${key}`))).toEqual([]);
  });

  it("is listed, filtered and sorted by its fields", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectList object={vehicle} />, { ...all, path: "/fleet/vehicles?state=ready&sort=-plate" });
    const row = (await screen.findByText("B-LH 12")).closest<HTMLElement>("[role=row]")!;
    for (const text of ["Ready", "7", "€31,000.00", "Ana Lind"]) expect(within(row).getByText(text)).toBeInTheDocument();
    expect(screen.queryByText("2 Mar 2026")).toBeNull();
    expect(screen.getByRole("button", { name: "State is Ready" })).toBeInTheDocument();
    expect(sent.find((s) => s.path === "/fleet/vehicles")?.query).toMatchObject({ state: "ready", sort: "-plate" });
  });

  it("is made by its form, which asks first for what is needed", async () => {
    const sent = answering([]);
    const { screen, router } = await show(<ObjectList object={vehicle} />, { ...all, path: "/fleet/vehicles" });
    await screen.findByText("No vehicles yet");
    expect(screen.getByRole("button", { name: "Import from a file" })).toBeInTheDocument();
    await userEvent.click(screen.getAllByRole("button", { name: "New vehicle" })[0]!);
    expect(screen.queryByLabelText("Seats")).toBeNull();
    await userEvent.type(await screen.findByRole("textbox", { name: /^Plate/ }), "B-LH 13");
    await userEvent.click(screen.getByRole("button", { name: "Create vehicle" }));
    await vi.waitFor(() => expect(router.state.location.pathname).toBe("/o/acme/fleet/vehicles/v1"));
    expect(sent.find((s) => s.method === "POST")?.body).toMatchObject({ plate: "B-LH 13", state: "ready" });
  });

  it("has a page whose facts are edited in their place, on the version that was read", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectDetail object={vehicle} id="v1" />, { ...all, path: "/fleet/vehicles/v1" });
    expect(await screen.findByRole("heading", { name: "B-LH 12" })).toBeInTheDocument();
    for (const text of ["€31,000.00", "2 Mar 2026"]) expect(screen.getByText(text)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Edit Seats" }));
    const field = await screen.findByRole("textbox", { name: /Seats/ });
    await userEvent.clear(field);
    await userEvent.type(field, "9{Enter}");
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")?.body).toEqual({ seats: 9 }));
    expect(sent.find((s) => s.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
  });

  it("is changed in its list, too, by every field that its form asks for", async () => {
    const sent = answering();
    const { screen } = await show(<ObjectList object={vehicle} />, { ...all, path: "/fleet/vehicles" });
    await screen.findByText("B-LH 12");
    await userEvent.keyboard("je");
    expect(await screen.findByRole("textbox", { name: "Plate" })).toHaveFocus();
    await userEvent.keyboard("{Tab}");
    expect(document.activeElement).toHaveValue("Ready");
    await userEvent.keyboard("{Tab}");
    await userEvent.clear(await screen.findByRole("textbox", { name: "Seats" }));
    await userEvent.keyboard("9{Tab}");
    expect(document.activeElement).toHaveValue("Ana Lind"); // the price is nobody's to type
    await vi.waitFor(() => expect(sent.find((s) => s.method === "PATCH")?.body).toEqual({ seats: 9 }));
    expect(sent.find((s) => s.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
    await userEvent.keyboard("{Escape}x");
    for (const name of ["Edit", "Delete"]) expect(within(screen.getByRole("toolbar")).getByRole("button", { name })).toBeInTheDocument();
  });

  it("offers only what the person may do", async () => {
    answering([]);
    const { screen } = await show(<ObjectList object={vehicle} />, { me: person(["fleet.vehicle.read"]), modules: [fleet], path: "/fleet/vehicles?new=1" });
    await screen.findByText("No vehicles yet");
    expect(screen.queryByRole("button", { name: "New vehicle" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Import from a file" })).toBeNull();
    expect(screen.queryByRole("textbox", { name: /^Plate/ })).toBeNull();
  });

  it("is in the rail, in the palette, among what can be created, and linked from other records", async () => {
    expect(parts.menu).toEqual([expect.objectContaining({ label: "menu:fleet.vehicles", path: "/fleet/vehicles", permission: "fleet.vehicle.read", key: "v" })]);
    expect(parts.create).toEqual([expect.objectContaining({ path: "/fleet/vehicles?new=1", permission: "fleet.vehicle.create" })]);
    expect(parts.actions).toEqual([expect.objectContaining({ path: "/admin/imports?target=fleet.vehicles", permission: "fleet.vehicle.import" })]);
    expect(parts.entities["fleet.vehicle"]).toMatchObject({ endpoint: "/fleet/vehicles", titleField: "plate" });
    expect(await Promise.all(parts.routes.map(async (r) => [r.path, typeof (await r.load())]))).toEqual([["/fleet/vehicles", "function"], ["/fleet/vehicles/$id", "function"]]);
  });
});
