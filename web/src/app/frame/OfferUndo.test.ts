import { expect, test } from "vitest";
import { wordFor } from "./OfferUndo";

test("a request is told in a word: a collection grew, a record changed, something was done", () => {
  expect(wordFor({ method: "POST", path: "/crm/accounts" })).toBe("made");
  expect(wordFor({ method: "POST", path: "/crm/deals/1/hold" })).toBe("did");
  expect(wordFor({ method: "PATCH", path: "/crm/deals/1" })).toBe("saved");
  expect(wordFor({ method: "PUT", path: "/crm/orders/1/lines" })).toBe("saved");
  expect(wordFor({ method: "DELETE", path: "/crm/deals/1" })).toBe("removed");
});
