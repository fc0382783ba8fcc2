import { IconHome } from "@tabler/icons-react";
import { describe, expect, it } from "vitest";
import { fitting, type Item } from "./items";
import { withRecent } from "./recent";

const item = (title: string, hint?: string): Item => ({ id: title, icon: IconHome, title, hint, run: () => undefined });
const items = [item("Accounts", "CRM"), item("New account"), item("Stock by place", "Stock"), item("Müller AG", "Account"), item("Deals", "CRM")];
const found = (typed: string) => fitting(items, typed, 9).map((i) => i.title);

describe("the palette", () => {
  it("puts what begins with the text first", () => {
    expect(found("acc")).toEqual(["Accounts", "New account", "Müller AG"]);
  });

  it("needs every word, in any order, without accents", () => {
    expect(found("account new")).toEqual(["New account"]);
    expect(found("muller")).toEqual(["Müller AG"]);
    expect(found("acc xyz")).toEqual([]);
  });

  it("takes signs as text and not as a pattern", () => {
    expect(found("(.*")).toEqual([]);
  });
});

describe("recent records", () => {
  it("come to the front when they are opened again, eight at most", () => {
    const records = Array.from({ length: 9 }, (_, n) => ({ entity: "crm.account", id: `a${n}`, title: `A${n}` }));
    const kept = records.reduce(withRecent, []);
    expect(kept.map((r) => r.id)).toEqual(["a8", "a7", "a6", "a5", "a4", "a3", "a2", "a1"]);
    expect(withRecent(kept, { entity: "crm.account", id: "a3", title: "Renamed" })[0]?.title).toBe("Renamed");
    expect(withRecent(kept, { entity: "crm.account", id: "a3", title: "Renamed" })).toHaveLength(8);
  });
});
