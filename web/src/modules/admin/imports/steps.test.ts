import { describe, expect, it } from "vitest";
import type { Import, ImportTarget } from "@/api/imports";
import { assign, fitOf, isEditable, isOpen, missingFields, samplesOf, stepOf, steps, type Step } from "./steps";

const base: Import = { id: "1", version: 1, target: "crm.orders", state: "mapping", file_id: "f", mapping: {}, created_at: "2026-11-29T10:00:00Z" };
const at = (state: Import["state"], more: Partial<Import> = {}): Import => ({ ...base, state, ...more });
const opened = (item: Import): Step[] => steps.filter((step) => isOpen(step, item));

describe("the steps of an import", () => {
  it("are opened one after the other as the work goes on", () => {
    expect(opened(at("mapping"))).toEqual(["file", "match"]);
    expect(opened(at("checking"))).toEqual(["file", "match", "check"]);
    expect(opened(at("checked"))).toEqual(["file", "match", "check", "run"]);
    expect(opened(at("done"))).toEqual(["file", "match", "check", "run", "result"]);
  });

  it("lead an import without a step to the one where it stands", () => {
    expect(stepOf(at("mapping"))).toBe("match");
    expect(stepOf(at("checked"))).toBe("check");
    expect(stepOf(at("running"))).toBe("run");
    expect(stepOf(at("undone"))).toBe("result");
  });

  it("lead a run that stopped back to the run, and a check that stopped to its columns", () => {
    expect(stepOf(at("failed", { started_at: "2026-11-29T10:01:00Z" }))).toBe("run");
    expect(stepOf(at("failed"))).toBe("match");
  });

  it("let nobody change the columns of what has run", () => {
    expect(isEditable(at("checked"))).toBe(true);
    expect(isEditable(at("running"))).toBe(false);
    expect(isEditable(at("done"))).toBe(false);
  });
});

describe("the mapping", () => {
  it("gives a field to one column only, and a column to one field", () => {
    expect(assign({ name: "Company", city: "Town" }, "Town", "name")).toEqual({ name: "Town" });
  });

  it("leaves a column out when no field is chosen", () => {
    expect(assign({ name: "Company", city: "Town" }, "Town", null)).toEqual({ name: "Company" });
  });

  it("misses required fields, and the field by which lines name their row", () => {
    const field = (key: string, required = false) => ({ key, label: key, kind: "text", required });
    const target: ImportTarget = {
      name: "crm.orders",
      label: "Orders",
      entity: "crm.order",
      template_url: "",
      fields: [field("number", true), field("freight")],
      lines: { label: "Order lines", key: "number", of: "number", fields: [field("number"), field("sku")] },
    };
    expect(missingFields(target, "file", {}).map((f) => f.key)).toEqual(["number"]);
    expect(missingFields(target, "lines", { sku: "SKU" }).map((f) => f.key)).toEqual(["number"]);
    expect(missingFields(target, "lines", { number: "Order" })).toEqual([]);
  });

  it("tells how well a column fits, by the server's certainty or by its name until that is there", () => {
    const field = { key: "contact_name", label: "Contact", kind: "text" };
    expect(fitOf("Ansprechpartner", field, 0.97)).toBe("sure");
    expect(fitOf("Person", field, 0.7)).toBe("likely");
    expect(fitOf("Contact", field, 0.5)).toBe("unsure");
    expect(fitOf("ContactName", field, undefined)).toBe("sure");
    expect(fitOf("Ansprechpartner", field, undefined)).toBe("likely");
  });

  it("shows different filled cells of a column", () => {
    expect(samplesOf([["a"], [" "], ["a"], ["b"], ["c"], ["d"]], 0)).toEqual(["a", "b", "c"]);
  });
});
