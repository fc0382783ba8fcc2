import { expect, test } from "vitest";
import { noteChange, onChangeMade, takeChange } from "./changes";

const answer = (headers: Record<string, string>) => new Response(null, { status: 204, headers });

test("a change that the server offers back is heard, and taken once", () => {
  const heard: string[] = [];
  const stop = onChangeMade((change) => heard.push(change.path));
  noteChange("PATCH", "/crm/deals/1", answer({ "Longhouse-Change-Set": "a", "Longhouse-Undo": "offered" }));
  noteChange("POST", "/crm/orders/1/confirm", answer({ "Longhouse-Change-Set": "b" }));
  noteChange("POST", "/notify/messages/read-all", answer({}));
  noteChange("POST", "/history/undo", answer({ "Longhouse-Change-Set": "c", "Longhouse-Undo": "offered" }));
  stop();
  noteChange("PATCH", "/crm/deals/2", answer({ "Longhouse-Change-Set": "d", "Longhouse-Undo": "offered" }));
  expect(heard).toEqual(["/crm/deals/1"]);
  expect(takeChange()?.changeSet).toBe("d");
  expect(takeChange()).toBeNull();
});
