import { describe, expect, it } from "vitest";
import { differences, isOfView, overlaid, paramsOf, stateOf, type ViewState } from "./state";

const fields = new Set(["status", "created_at", "amount"]);

describe("a view and its address", () => {
  const full: ViewState = {
    layout: "chart", conditions: { status: "open", "created_at.during": "this_week" }, filter: '{"field":"amount"}', q: "tea", scope: "own", sort: "status,-amount",
    columns: ["status", "amount"], widths: { amount: 120 }, pinned: ["status"], group: ["status", "created_at:month"], aggregates: { amount: "sum" },
    density: "dense", by: "status", measure: "sum:amount", chart: "line",
  };

  it("say the same, whichever way they are read", () => {
    expect(stateOf(paramsOf(full), fields, { amount: 120 })).toEqual(full);
    expect(stateOf({}, fields, {})).toEqual({});
  });

  it("differ by what was added, changed and taken away", () => {
    const view = paramsOf({ conditions: { status: "open" }, sort: "amount" });
    const wanted = { sort: "-amount", q: "tea" };
    const address = differences(view, wanted);
    expect(address).toEqual({ sort: "-amount", q: "tea", without: "status" });
    expect(overlaid(view, address)).toEqual(wanted);
    expect(differences(view, view)).toEqual({});
  });

  it("keep apart what belongs to a view and where somebody is", () => {
    for (const name of ["status", "status.not", "created_at.during", "q", "group", "layout"]) expect(isOfView(name, fields)).toBe(true);
    for (const name of ["open", "new", "view", "without", "as_of", "colour", "colour.not", "status.like"]) expect(isOfView(name, fields)).toBe(false);
  });

  it("keep widths that a screen can show", () => {
    expect(stateOf({}, fields, { amount: 12.4, status: 5000 }).widths).toEqual({ amount: 40, status: 1200 });
  });
});
