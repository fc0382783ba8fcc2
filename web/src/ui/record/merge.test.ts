import { expect, test } from "vitest";
import type { HistoryItem } from "@/api/history";
import type { Entry } from "@/api/notes";
import { groupItems } from "../history/group";
import { behind, horizon, merge } from "./merge";

const at = (minute: number) => `2026-05-03T10:${String(minute).padStart(2, "0")}:00Z`;
const note = (minute: number) => ({ kind: "note", id: `n${minute}`, at: at(minute) }) as Entry;
const change = (minute: number, who = "ana") => ({ id: `c${minute}`, at: at(minute), op: "updated", actor: { id: who }, via: "ui" }) as unknown as HistoryItem;
const shown = (lines: ReturnType<typeof merge>) => lines.map((line) => line.entry?.id ?? line.changes?.map((c) => c.id).join("+"));

test("what was said and what was changed stand in one line of time, the newest first", () => {
  const lines = merge({ items: [note(50), note(20)], more: false }, { items: [change(40), change(30), change(10)], more: false }, groupItems);
  expect(shown(lines)).toEqual(["n50", "c40", "c30", "n20", "c10"].flatMap((id) => (id === "c40" ? ["c40+c30"] : id === "c30" ? [] : [id])));
});

test("a note between two changes keeps them apart", () => {
  const lines = merge({ items: [note(35)], more: false }, { items: [change(38), change(33)], more: false }, groupItems);
  expect(shown(lines)).toEqual(["c38", "n35", "c33"]);
});

test("what a later page could still slip in above must wait", () => {
  const said = { items: [note(50), note(5)], more: false };
  const done = { items: [change(40), change(30)], more: true };
  expect(horizon([said, done])).toBe(at(30));
  expect(shown(merge(said, done, groupItems))).toEqual(["n50", "c40+c30"]);
  expect(behind([said, done])).toEqual([done]);
  const all = { items: [...done.items, change(4)], more: false };
  expect(shown(merge(said, all, groupItems))).toEqual(["n50", "c40+c30", "n5", "c4"]);
});

test("of two streams that go on, the page of the one that is behind is asked for", () => {
  const said = { items: [note(50), note(45)], more: true };
  const done = { items: [change(40), change(30)], more: true };
  expect(behind([said, done])).toEqual([said]);
  expect(behind([{ ...said, more: false }, { ...done, more: false }])).toEqual([]);
});
