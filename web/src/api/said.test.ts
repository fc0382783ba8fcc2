import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProblem } from "./problem";
import { loadSaid, reviver, said, word } from "./said";

describe("what the server says", () => {
  beforeAll(() => loadSaid("de"));
  afterAll(() => loadSaid("en"));

  it.each([
    ["The deal is decided. Reopen it first.", "Der Deal ist entschieden. Öffnen Sie ihn zuerst wieder."],
    ["Only 3 are free; 5 are needed.", "Nur 3 sind frei; gebraucht werden 5."],
    ["Your role Auditor ends on 3 May 2026.", "Ihre Rolle Prüfer endet am 3. Mai 2026."],
    ["For 5 minutes. Reason: fire", "Für 5 Minuten. Grund: fire"],
    ["Every day at 07:00", "Jeden Tag um 07:00"],
    ["What a person wrote", "What a person wrote"],
  ])("is read in German: %s", (english, german) => {
    expect(said(english)).toBe(german);
  });

  it("is German in problems and at fields, whoever shows them", () => {
    const problem = new ApiProblem(422, { detail: "Some fields need another value.", title: "Unprocessable Entity", errors: [{ pointer: "/name", code: "required", detail: "Give the deal a name." }] });
    expect(problem.detail).toBe("Einige Felder brauchen einen anderen Wert.");
    expect(problem.errors[0]?.detail).toBe("Geben Sie dem Deal einen Namen.");
    expect(problem.message).toBe(problem.detail);
  });

  it("is German in answers, and what people wrote stays", () => {
    const answer = JSON.stringify({ items: [{ name: "Auditor", note: "Reads everything and changes nothing.", user: { name: "Ana" }, other: "Auditor" }] });
    expect(JSON.parse(answer, reviver("/access/roles"))).toEqual({ items: [{ name: "Prüfer", note: "Liest alles und ändert nichts.", user: { name: "Ana" }, other: "Auditor" }] });
    expect(reviver("/crm/deals")).toBeUndefined();
    expect(JSON.parse('{"role_names":["Auditor","Own one"]}', reviver("/identity/me"))).toEqual({ role_names: ["Prüfer", "Own one"] });
  });

  it("is English for whoever reads English", async () => {
    await loadSaid("en");
    expect(said("The deal is decided. Reopen it first.")).toBe("The deal is decided. Reopen it first.");
    expect(word("Auditor")).toBe("Auditor");
    await loadSaid("de");
  });
});
