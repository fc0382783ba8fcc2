import { describe, expect, it } from "vitest";
import type { FieldSpec } from "../../form/fields";
import type { GridColumn } from "../columns";
import { fromTable, textOf, toTable } from "./clipboard";
import type { GridEdit } from "./description";
import { pastedRows, planPaste, toSend } from "./paste";
import { readText, type ReadingWords } from "./reading";

interface Deal {
  id: string;
  version: number;
  name: string;
  amount?: { amount: string; currency: string };
  stage?: string;
  owner?: { id: string; name: string };
  closed?: boolean;
}

const columns: GridColumn<Deal>[] = [
  { key: "name", label: "Name" },
  { key: "stage", label: "Stage", kind: "choice", options: [{ value: "a", label: "New" }] },
  { key: "amount", label: "Amount", kind: "money" },
  { key: "owner_id", label: "Owner", kind: "ref", labelField: "owner.name", value: (d) => d.owner?.id },
  { key: "created_at", label: "Created" },
];
const fields: FieldSpec[] = [
  { name: "name", label: "Name", kind: "text", required: true, maxLength: 20 },
  { name: "stage", label: "Stage", kind: "select", options: [{ value: "a", label: "New" }, { value: "b", label: "Quote" }] },
  { name: "amount", label: "Amount", kind: "money" },
  { name: "on", label: "On", kind: "date" },
];
const edit: GridEdit<Deal> = {
  entity: "crm.deal", fields, read: (d) => d as Deal & Record<string, unknown>, write: (body) => body, title: (d) => d.name, closed: (d) => d.closed === true,
};
const deals: Deal[] = [
  { id: "d1", version: 1, name: "One", amount: { amount: "10", currency: "EUR" }, stage: "a", owner: { id: "u1", name: "Ana" } },
  { id: "d2", version: 4, name: "=SUM(A1)", stage: "b" },
  { id: "d3", version: 2, name: "Three", closed: true },
];
const words: ReadingWords = {
  choice: (x) => `no choice ${x}`, nobody: (x) => `nobody ${x}`, several: (x) => `several ${x}`,
  number: "no number", day: "no day", required: "required", integer: "no integer", email: "no mail",
};
const find = (text: string) => ({ value: text, fault: words.nobody(text) });

describe("what is copied", () => {
  it("is a table with a header, in words and plain numbers, and no formula of somebody else", () => {
    expect(toTable(deals.slice(0, 2), columns)).toBe("Name\tStage\tAmount\tOwner\tCreated\nOne\tNew\t10\tAna\t\n'=SUM(A1)\tb\t\t\t");
    expect(textOf(deals[0]!, columns[3]!)).toBe("Ana");
  });

  it("reads back as it was, with tabs, lines and quotes in its cells", () => {
    const odd: Deal = { id: "d9", version: 1, name: 'a\t"b"\nc' };
    expect(fromTable(toTable([odd], [columns[0]!]))).toEqual([["Name"], ['a\t"b"\nc']]);
    expect(fromTable("1\t2\r\n\t4\r\n")).toEqual([["1", "2"], ["", "4"]]);
  });
});

describe("what is pasted", () => {
  it("goes down from the cell that has the focus, and says what has no row", () => {
    const plan = planPaste(fromTable("Quote\t5\nNew\t6\nx\ty\nz\tz"), deals, false, 1, columns, edit);
    expect(plan.columns.map((c) => c.field?.name)).toEqual(["stage", "amount"]);
    expect(plan.rows).toHaveLength(3);
    expect(plan.left).toBe(1);
  });

  it("goes by its header where that names columns", () => {
    const plan = planPaste(fromTable("amount\tCreated\n7\tx"), deals, false, 0, columns, edit);
    expect(plan.columns.map((c) => [c.label, c.field?.name])).toEqual([["Amount", "amount"], ["Created", undefined]]);
    expect(plan.rows).toEqual([deals[0]]);
  });

  it("is one line for all rows that are selected", () => {
    const plan = planPaste([["Quote"]], deals, true, 1, columns, edit);
    expect(plan.columns[0]?.texts).toEqual(["Quote", "Quote", "Quote"]);
    expect(planPaste([["Quote"]], deals, false, 1, columns, edit).rows).toEqual([deals[0]]);
  });

  it("is read as its field's editor reads it", () => {
    const value = (name: string, text: string) => readText(fields.find((f) => f.name === name)!, text, words, find);
    expect(value("amount", "€ 1,234.50")).toEqual({ value: "1234.50", label: undefined });
    expect(value("amount", "many")).toEqual({ value: "many", fault: "no number" });
    expect(value("stage", "quote")).toEqual({ value: "b", label: "Quote" });
    expect(value("stage", "Lost")).toEqual({ value: "Lost", fault: "no choice Lost" });
    expect(value("on", "2026-02-30")).toEqual({ value: "2026-02-30", fault: "no day" });
    expect(value("name", "")).toMatchObject({ fault: "required" });
    expect(value("name", "x".repeat(21)).fault).toBeDefined();
  });

  it("sends only what changes, each row on its version, and keeps back whatever has a fault or is closed", () => {
    const plan = planPaste([["Uno", "New"], ["", "New"], ["Tres", "New"]], deals, true, 0, columns, edit);
    const reads = new Map(plan.columns.map((c) => [c.field!.name, c.texts.map((text) => readText(c.field!, text, words, find))]));
    const rows = pastedRows(plan, reads, edit);
    expect(rows[2]?.cells).toEqual([]);
    expect(toSend(rows, edit, "EUR", (d) => d.id)).toEqual([{ id: "d1", version: 1, set: { name: "Uno" } }]);
  });
});
