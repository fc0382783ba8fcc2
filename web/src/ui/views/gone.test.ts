import { describe, expect, it } from "vitest";
import { withoutGone } from "./gone";

const known = new Set(["name", "custom.region", "custom.empty"]);

describe("a view that names a field which was archived", () => {
  it("goes on without what it said of that field, wherever it said it", () => {
    const { params, gone } = withoutGone(
      {
        name: "Acme", "custom.old": "a", "custom.old.empty": "true", "custom.region": "west", sort: "-custom.old,name", columns: "name,custom.old,custom.region", group: "custom.old:month",
        sums: "custom.old:sum,name:filled", by: "custom.gone", measure: "sum:custom.old", q: "tea",
        filter: '{"and":[{"field":"custom.old","op":"is","value":"a"},{"not":{"field":"custom.region","op":"is","value":"east"}}]}',
      },
      known,
    );
    expect(params).toEqual({
      name: "Acme", "custom.region": "west", sort: "name", columns: "name,custom.region", sums: "name:filled", q: "tea",
      filter: '{"not":{"field":"custom.region","op":"is","value":"east"}}',
    });
    expect(gone).toEqual(["custom.old", "custom.gone"]);
  });

  it("is the same address where all its fields are there, even one that is called like a comparison", () => {
    const params = { "custom.empty": "x", "custom.empty.empty": "false", sort: "-custom.region", filter: '{"field":"custom.region","value":["a","b"]}' };
    expect(withoutGone(params, known)).toEqual({ params, gone: [] });
    expect(withoutGone(params, known).params).toBe(params);
  });
});
