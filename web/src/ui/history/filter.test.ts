import { expect, test } from "vitest";
import type { HistoryItem } from "@/api/history";
import { choices, everything, narrow } from "./filter";

const item = (id: string, who: string, op: HistoryItem["op"], ...fields: string[]) =>
  ({ id, op, actor: { id: who, kind: "user", name: who.toUpperCase() }, fields: fields.map((name) => ({ name, before: null, after: null })) }) as unknown as HistoryItem;

const items = [item("3", "ana", "updated", "name", "amount"), item("2", "bob", "updated", "stage_id"), item("1", "ana", "created", "name", "code")];

test("a timeline is narrowed by who, what and which field", () => {
  const ids = (filter: object) => narrow(items, { ...everything, ...filter }).map((i) => i.id);
  expect(ids({})).toEqual(["3", "2", "1"]);
  expect(ids({ actor: "ana" })).toEqual(["3", "1"]);
  expect(ids({ op: "updated" })).toEqual(["3", "2"]);
  expect(ids({ actor: "ana", op: "updated", field: "amount" })).toEqual(["3"]);
  expect(ids({ field: "nothing" })).toEqual([]);
});

test("there is to choose from what was changed, each once", () => {
  expect(choices(items)).toEqual({ actors: [{ value: "ana", label: "ANA" }, { value: "bob", label: "BOB" }], fields: ["amount", "name", "stage_id"] });
});
