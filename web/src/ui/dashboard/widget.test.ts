import { describe, expect, it } from "vitest";
import type { GridColumn } from "../grid/columns";
import { standardColumns, suggested, widgetOf } from "./WidgetForm";
import { below, paramsOfWidget, written, type Widget } from "./wire";

const columns: GridColumn<never>[] = [
  { key: "name", label: "Name", filter: true },
  { key: "city", label: "City" },
  { key: "status", label: "Status", kind: "status", filter: true, card: true },
  { key: "amount", label: "Amount", kind: "money", filter: true, card: true },
  { key: "closes_on", label: "Closes on", kind: "date", filter: true },
  { key: "code", label: "Code", hidden: true },
];
const state = { layout: "board" as const, conditions: { status: "open" }, columns: ["code"], widths: { name: 200 }, group: ["status"], by: "status", sort: "-amount" };
const words = { kind: "number" as const, title: " Open ", measure: "sum:amount", chart: "bar" as const, columns: [] };

describe("a widget", () => {
  it("keeps the conditions of a list, and nothing of how the list looks", () => {
    expect(widgetOf(words, "crm.deals", { state }, columns)).toEqual({ kind: "number", title: "Open", list: "crm.deals", view_id: undefined, state: { conditions: { status: "open" }, sort: "-amount", measure: "sum:amount" }, w: 3, h: 2 });
  });

  it("follows a saved view, and says only what it shows of it", () => {
    expect(widgetOf({ ...words, kind: "table", title: "" }, "crm.deals", { view: "v1", state }, columns)).toMatchObject({ title: undefined, view_id: "v1", state: { columns: ["name", "status", "amount"] } });
    const follows: Pick<Widget, "state" | "view"> = { state: { measure: "sum:amount" }, view: { name: "Open", sharing: "private", state } };
    expect(paramsOfWidget(follows)).toMatchObject({ status: "open", measure: "sum:amount", sort: "-amount" });
  });

  it("is a chart over what the list can be counted by, a line only over time", () => {
    expect(widgetOf({ ...words, kind: "chart", by: "gone", chart: "line" }, "crm.deals", { state: {} }, columns).state).toEqual({ by: "status", measure: "sum:amount", chart: "bar" });
    expect(widgetOf({ ...words, kind: "chart", by: "closes_on:week", chart: "line" }, "crm.deals", { state: {} }, columns).state).toMatchObject({ by: "closes_on:week", chart: "line" });
  });

  it("is suggested as the view looks", () => {
    expect(suggested({ layout: "chart", by: "closes_on:month", measure: "sum:amount", chart: "line" })).toMatchObject({ kind: "chart", by: "closes_on:month", measure: "sum:amount", chart: "line" });
    expect(suggested({ layout: "board" })).toMatchObject({ kind: "number", measure: "count" });
    expect(standardColumns(columns.slice(0, 2))).toEqual(["name", "city"]);
  });

  it("goes out without what the server said of it, and a new one stands below the others", () => {
    const widget: Widget = { id: "w1", x: 0, y: 3, w: 3, h: 2, state: {}, hidden: true, gone: false };
    expect(written(widget)).toEqual({ id: "w1", x: 0, y: 3, w: 3, h: 2, state: {} });
    expect(below([widget])).toBe(5);
    expect(below([])).toBe(0);
  });
});
