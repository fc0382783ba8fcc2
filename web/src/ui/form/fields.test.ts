import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problem";
import { checkField, faultsOf, toBody, toValues, type FieldSpec } from "./fields";

const fields: FieldSpec[] = [
  { name: "name", label: "Name", kind: "text", required: true },
  { name: "price", label: "Price", kind: "money" },
  { name: "address.city", label: "City", kind: "text" },
  { name: "size", label: "Size", kind: "integer" },
];
const words = { required: "R", number: "N", integer: "I", email: "E" };

describe("a refusal", () => {
  const refused = (...pointers: string[]) =>
    faultsOf(new ApiProblem(422, { errors: pointers.map((pointer) => ({ pointer, code: "x", detail: `at ${pointer}` })) }), fields);

  it("lands on the field that its pointer names, or that owns what is below", () => {
    expect(refused("/name", "/price/amount", "/address/city", "/body/size").fields).toEqual({
      name: "at /name",
      price: "at /price/amount",
      "address.city": "at /address/city",
      size: "at /body/size",
    });
  });

  it("stands on top when no field owns it", () => {
    expect(refused("/lines/0/quantity", "/named")).toEqual({ fields: {}, rest: ["at /lines/0/quantity", "at /named"] });
  });

  it("without pointers says its own sentence", () => {
    expect(faultsOf(new ApiProblem(409, { title: "Short", detail: "Only 3 are left." }), fields).rest).toEqual(["Only 3 are left."]);
  });
});

describe("a field", () => {
  it("is checked before the server does it", () => {
    expect(checkField(fields[0]!, { name: "" }, words)).toBe("R");
    expect(checkField(fields[1]!, { price: "abc" }, words)).toBe("N");
    expect(checkField(fields[3]!, { size: "1.5" }, words)).toBe("I");
    expect(checkField(fields[1]!, { price: "" }, words)).toBeUndefined();
  });
});

describe("a body", () => {
  it("goes out as the API wants it, and comes back the same", () => {
    const record = { name: "A", price: { amount: "5.00", currency: "USD" }, address: { city: "Graz" }, size: 4 };
    const values = toValues(record, fields);
    expect(values).toEqual({ name: "A", price: "5.00", "address.city": "Graz", size: "4" });
    expect(toBody({ ...values, name: "" }, fields, "EUR", record)).toEqual({ ...record, name: null });
  });
});
