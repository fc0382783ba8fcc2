import { describe, expect, it } from "vitest";
import { sortedBy, sortOn } from "./sorting";

describe("a click on the head of a column", () => {
  it("sorts upwards, downwards, and not by it", () => {
    expect(sortOn("", "name", false)).toBe("name");
    expect(sortOn("name", "name", false)).toBe("-name");
    expect(sortOn("-name", "name", false)).toBeUndefined();
    expect(sortOn("amount,status", "name", false)).toBe("name");
  });

  it("with Shift sorts by it as well, three fields at most", () => {
    expect(sortOn("status", "amount", true)).toBe("status,amount");
    expect(sortOn("status,amount", "amount", true)).toBe("status,-amount");
    expect(sortOn("status,-amount", "amount", true)).toBe("status");
    expect(sortOn("a,b,c", "d", true)).toBe("a,b,d");
    expect(sortOn("-name", "name", true)).toBeUndefined();
  });

  it("says which of several it is", () => {
    expect(sortedBy("status,-amount", "amount")).toEqual({ direction: "descending", place: 2 });
    expect(sortedBy("name", "name")).toEqual({ direction: "ascending" });
    expect(sortedBy("name", "amount")).toEqual({ direction: "none" });
  });
});
