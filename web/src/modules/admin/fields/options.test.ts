import { describe, expect, it } from "vitest";
import { keyOfWord, keysOf, newOption, pasted, sentOptions, type Options } from "./options";

describe("options of a field", () => {
  it("keep their keys, and new ones get keys of their names that no other has", () => {
    const options: Options = [{ key: "gold", label: { en: "Gold" } }, { label: { en: "Gold" }, mark: 1 }, { label: { de: "Größe (cm)" }, mark: 2 }, { label: {}, mark: 3 }];
    expect(keysOf(options)).toEqual(["gold", "gold_2", "groesse_cm", ""]);
    expect(keyOfWord("2. Wahl")).toBe("o_2_wahl");
    expect(keyOfWord("Café Zürich")).toBe("cafe_zuerich");
    expect(keyOfWord("日本")).toBe("");
  });

  it("are sent without those that were never named, and without marks", () => {
    const options: Options = [{ key: "a", label: { en: " A ", de: "" }, colour: "red", archived: true }, { label: { en: "B" }, mark: 1, colour: "" }, { label: { en: " " }, mark: 2 }];
    expect(sentOptions(options)).toEqual([{ key: "a", label: { en: "A" }, colour: "red", archived: true }, { key: "b", label: { en: "B" } }]);
  });

  it("come from a pasted column, one line each, from the one on that has the cursor", () => {
    const next = pasted([{ key: "a", label: { en: "A" } }, newOption([])], 1, "en", "North\r\nEast\n\nSouth\n");
    expect(next?.map((o) => o.label)).toEqual([{ en: "A" }, { en: "North" }, { en: "East" }, { en: "South" }]);
    expect(new Set(next?.map((o) => o.mark)).size).toBe(4);
    expect(pasted([], 0, "en", "one line")).toBeUndefined();
  });
});
