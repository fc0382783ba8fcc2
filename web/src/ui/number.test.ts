import { describe, expect, it } from "vitest";
import { formatDecimal, formatMoney, isNegative, parseNumber } from "./number";

describe("numbers", () => {
  it("stay exact beyond what a float can hold", () => {
    expect(formatDecimal("12345678901234567.123456")).toBe("12,345,678,901,234,567.123456");
    expect(formatMoney({ amount: "90071992547409931.07", currency: "EUR" })).toBe("€90,071,992,547,409,931.07");
  });

  it("have the digits of their currency and a real minus", () => {
    expect(formatMoney({ amount: "5", currency: "EUR" })).toBe("€5.00");
    expect(formatMoney({ amount: "5", currency: "JPY" })).toBe("¥5");
    expect(formatMoney({ amount: "-5.5", currency: "EUR" })).toBe("−€5.50");
    expect(formatMoney({ amount: "1", currency: "EUR" }, "code").replace(/\s/, " ")).toBe("EUR 1.00");
  });

  it("are negative only below zero", () => {
    expect(isNegative("-0.00")).toBe(false);
    expect(isNegative("-0.01")).toBe(true);
  });

  it.each([
    ["1234.5", "1234.5", false],
    ["1,234.56", "1234.56", false],
    ["1.234,56", "1234.56", false],
    ["1 234,5", "1234.5", false],
    ["1’234.50", "1234.50", false],
    ["−5", "-5", false],
    [".5", "0.5", false],
    ["1,234,567", "1234567", false],
    ["0,5", "0.5", false],
    ["1,234", "1234", true],
    ["1.234", "1.234", true],
  ])("reads %s as %s", (text, value, ambiguous) => {
    expect(parseNumber(text)).toEqual({ value, ambiguous });
  });

  it.each(["", "abc", "1e3", "--1", "12px"])("does not read %j", (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});
