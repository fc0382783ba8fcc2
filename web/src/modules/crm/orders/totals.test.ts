import { describe, expect, it } from "vitest";
import { totalsOf, type Rounding } from "./totals";

const byLine: Rounding = { document_rounding: "half_up", line_rounding: "line" };
const line = (quantity: string, unit_price: string, discount_percent = "0") => ({ quantity, unit_price, discount_percent });

describe("totals while typing", () => {
  it("rounds each line once and adds up what it shows", () => {
    const t = totalsOf([line("3", "0.335"), line("1", "0.005")], "0", "0", 2, byLine);
    expect(t.nets).toEqual(["1.01", "0.01"]);
    expect(t.goods).toBe("1.02");
    expect(t.total).toBe("1.02");
  });

  it("takes a line's discount off before it rounds", () => {
    expect(totalsOf([line("12", "14", "15")], "0", "32.38", 2, byLine)).toMatchObject({ nets: ["142.80"], total: "175.18" });
  });

  it("takes the order's discount off the shown sum", () => {
    expect(totalsOf([line("1", "100.05")], "12.5", "0", 2, byLine)).toMatchObject({ goods: "100.05", discount: "12.51", untaxed: "87.54" });
  });

  it("gives half a cent to the even neighbour where the organisation says so", () => {
    const even: Rounding = { ...byLine, document_rounding: "half_even" };
    expect(totalsOf([line("1", "0.125"), line("1", "0.135")], "0", "0", 2, even).nets).toEqual(["0.12", "0.14"]);
    expect(totalsOf([line("1", "0.125"), line("1", "0.135")], "0", "0", 2, byLine).nets).toEqual(["0.13", "0.14"]);
  });

  it("spreads a rounded sum over the lines, the larger remainder and then the earlier line first", () => {
    const byTotal: Rounding = { ...byLine, line_rounding: "document" };
    const t = totalsOf([line("1", "0.334"), line("1", "0.333"), line("1", "0.333")], "0", "0", 2, byTotal);
    expect(t.nets).toEqual(["0.34", "0.33", "0.33"]);
    expect(t.goods).toBe("1.00");
  });

  it("counts in the currency's own decimals", () => {
    expect(totalsOf([line("3", "33.5")], "0", "0", 0, byLine).total).toBe("101");
    expect(totalsOf([line("1", "1.0005")], "0", "0", 3, byLine).total).toBe("1.001");
  });

  it("promises nothing for a line that cannot be read yet", () => {
    expect(totalsOf([line("", "5"), line("2", "5")], "0", "0", 2, byLine)).toMatchObject({ nets: [null, "10.00"], total: "10.00" });
    expect(totalsOf([line("1", "1.0000001")], "0", "0", 2, byLine).nets).toEqual([null]);
  });

  it("stays exact where a float would not", () => {
    expect(totalsOf([line("0.1", "0.2"), line("900000000", "999999999.99")], "0", "0", 2, byLine).total).toBe("899999999991000000.02");
  });
});
