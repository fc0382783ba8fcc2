import { describe, expect, it } from "vitest";
import { inOrder, moved } from "./order";
import { asTyped, sentField } from "./sent";

describe("a field as its form sends it", () => {
  const values = { kind: "money", "label.en": " Limit ", "label.de": "", currency: "CHF", required: false, unique: false };

  it("says of a new one only what it has", () => {
    const body = { kind: "money", label: { en: " Limit " }, default: { money: { amount: "5", currency: "EUR" } }, required: false, searchable: false, help: {}, key: null, preview: "x" };
    expect(sentField(body, values, true)).toEqual({ kind: "money", label: { en: "Limit" }, default: { amount: "5", currency: "CHF" } });
  });

  it("sends texts by language whole, and nothing as an empty text", () => {
    const body = { label: { de: null }, default: { money: null }, class: null, required: false };
    expect(sentField(body, values, false)).toEqual({ label: { en: "Limit" }, default: "", class: "", required: false });
  });

  it("is read with its default under the name of its kind", () => {
    const field = { id: "1", entity: "a.b", key: "k", kind: "choice" as const, label: {}, required: false, unique: false, searchable: false, position: 1, version: 2, default: "gold" };
    expect(asTyped(field)).toMatchObject({ default: { choice: "gold" }, options: [], version: 2 });
  });
});

describe("the order of fields", () => {
  it("moves one of them, never past an end", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 1, 9)).toEqual(["a", "b"]);
    expect(inOrder([{ id: "a" }, { id: "new" }, { id: "b" }], ["b", "a"]).map((f) => f.id)).toEqual(["b", "a", "new"]);
  });
});
