import { describe, expect, it } from "vitest";
import i18n from "i18next";
import type { GridColumn } from "./columns";
import { conditionsOf, inWords, queryOf, strangers } from "./filters";
import { exportColumns } from "./GridMenu";

const columns: GridColumn<object>[] = [
  { key: "name", label: "Name", filter: true },
  { key: "close_on", label: "Close date", kind: "date", filter: true },
  { key: "stage", label: "Stage", kind: "choice", filter: "stage_id", options: [{ value: "a", label: "New" }, { value: "b", label: "Quote" }] },
  { key: "amount", label: "Amount", kind: "money", filter: "amount.amount" },
  { key: "owner_id", label: "Owner", kind: "ref", labelField: "owner_name" },
  { key: "seller", label: "Seller", kind: "choice", filter: true, people: true, options: [] },
  { key: "unit", label: "Unit", kind: "ref", filter: true, tree: true },
];
const t = (key: string, values?: Record<string, unknown>) => i18n.t(key, values);

describe("the filter of a list", () => {
  const params = { name: "Ost", "close_on.gte": "2026-11-01", stage_id: "a,b", "amount.amount.gte": "1000.5", sort: "-name", foo: "1" };

  it("is the part of the address that its columns know", () => {
    expect(queryOf(conditionsOf(params, columns))).toEqual({ name: "Ost", "close_on.gte": "2026-11-01", stage_id: "a,b", "amount.amount.gte": "1000.5" });
  });

  it("names what it does not know", () => {
    expect(strangers(params, columns)).toEqual(["foo"]);
  });

  it("reads as sentences", () => {
    const said = conditionsOf(params, columns).map((condition) => {
      const column = columns.find((c) => (c.filter === true ? c.key : c.filter) === condition.field)!;
      return inWords(condition, column, t);
    });
    expect(said).toEqual(["Name starts with “Ost”", "Close date is from 1 Nov 2026", "Stage is New, Quote", "Amount is at least 1,000.5"]);
  });

  it("knows the words of the server: time, people, branches", () => {
    const all = conditionsOf({ "close_on.during": "last_30_days", seller: "me,my_team", "unit.under": "Sales", "amount.amount.lt": "5" }, columns);
    const said = all.map((c) => inWords(c, columns.find((column) => (column.filter === true ? column.key : column.filter) === c.field)!, t));
    expect(said).toEqual(["Close date: the last 30 days", "Seller is Me, My team", "Unit is or is under Sales", "Amount is less than 5"]);
  });

  it("exports what is on screen by the API's names", () => {
    expect(exportColumns(columns)).toEqual(["name", "close_on", "stage", "amount.amount", "amount.currency", "owner_name", "seller", "unit"]);
  });
});
