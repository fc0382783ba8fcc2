import { IconTargetArrow } from "@tabler/icons-react";
import { describe, expect, it } from "vitest";
import type { Widget } from "@/ui/dashboard/wire";
import type { GridColumn } from "@/ui/grid/columns";
import type { ListEntry, ListShape } from "@/ui/lists";
import { askedOf } from "./asked";
import { listOfGroup, listOfWidget } from "./address";

const columns: GridColumn<never>[] = [
  { key: "name", label: "Name", filter: true },
  { key: "status", label: "Status", kind: "status", filter: true },
  { key: "closes_on", label: "Closes on", kind: "date", filter: true },
  { key: "amount", label: "Amount", kind: "money", filter: true },
];
const deals: ListEntry = { endpoint: "/crm/deals", path: "/crm/deals", label: "menu:crm.deals", icon: IconTargetArrow, permission: "crm.deal.read", load: () => Promise.reject(new Error("not here")) };
const rows: ListShape<never> = { columns };
const board: ListShape<never> = { columns, layout: "board" };
const widget = (more: Partial<Widget>): Widget => ({ id: "w1", x: 0, y: 0, w: 3, h: 2, kind: "number", list: "crm.deals", state: {}, ...more });
const saved = { view_id: "v1", view: { name: "Open", sharing: "private" as const, state: { layout: "board" as const, conditions: { status: "open" }, columns: ["name"] } } };

describe("a widget opens exactly the rows that it counts", () => {
  it("by its own conditions, in the standard view whatever opens by itself", () => {
    expect(listOfWidget(deals, rows, widget({ state: { conditions: { status: "open" }, q: "lab", measure: "sum:amount" } }))).toBe("/crm/deals?view=all&status=open&q=lab");
    expect(listOfWidget(deals, board, widget({ kind: "table", state: { columns: ["name"] } }))).toBe("/crm/deals?view=all&layout=list");
  });

  it("by its view, as rows though the view is a board, and with what differs", () => {
    expect(listOfWidget(deals, rows, widget(saved))).toBe("/crm/deals?view=v1&without=layout");
    expect(listOfWidget(deals, board, widget(saved))).toBe("/crm/deals?view=v1&layout=list");
  });

  it("as the chart that it is", () => {
    expect(listOfWidget(deals, rows, widget({ kind: "chart", state: { by: "closes_on:month", measure: "sum:amount", chart: "line" } }))).toBe("/crm/deals?view=all&layout=chart&by=closes_on%3Amonth&measure=sum%3Aamount&chart=line");
  });

  it("without the conditions of a standard view that it does not have", () => {
    const shape = { ...rows, views: [{ id: "open", label: "Open", params: { status: "open" } }] };
    expect(listOfWidget(deals, shape, widget({}))).toBe("/crm/deals?view=open&without=status");
    expect(listOfWidget(deals, { ...shape, views: [...shape.views, { id: "every", label: "All", params: {} }] }, widget({}))).toBe("/crm/deals?view=every");
  });

  it("by a field of the organisation's own, and without one that it has no more", () => {
    const shape = { ...rows, columns: [...columns, { key: "custom.region", label: "Region", kind: "choice" as const, filter: true }] };
    const counted = widget({ state: { conditions: { "custom.region": "west", "custom.old": "x" }, filter: '{"field":"custom.old","op":"is","value":"x"}' } });
    expect(askedOf(counted, shape)).toMatchObject({ query: { "custom.region": "west", filter: undefined }, gone: ["custom.old"] });
    expect(new URLSearchParams(listOfWidget(deals, shape, counted).split("?")[1]).get("custom.region")).toBe("west");
  });

  it("of one bar: with the group as a further condition", () => {
    const month = { key: { "closes_on:month": "2026-11-01" }, count: 2 };
    const address = new URLSearchParams(listOfGroup(deals, rows, widget({ kind: "chart", state: { by: "closes_on:month", conditions: { status: "open" } } }), month, "closes_on:month", "Europe/Berlin").split("?")[1]);
    expect(address.get("status")).toBe("open");
    expect(JSON.parse(address.get("filter") ?? "")).toEqual({ and: [{ field: "closes_on", op: "gte", value: "2026-11-01" }, { field: "closes_on", op: "lt", value: "2026-12-01" }] });
  });
});
