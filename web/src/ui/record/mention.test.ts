import { expect, test } from "vitest";
import { asking, toStored, toTyped } from "./mention";

const ben = { id: "01920000-0000-7000-8000-000000000001", name: "Ben Elm" };
const other = { id: "01920000-0000-7000-8000-000000000002", name: "Ben Elm" };
const short = { id: "01920000-0000-7000-8000-000000000003", name: "Ben" };

test("who was chosen is stored by their ID, and a name that was only typed stays text", () => {
  expect(toStored({ text: "Ask @Ben Elm, not @Eva", people: [ben] })).toBe(`Ask @[Ben Elm](u:${ben.id}), not @Eva`);
  expect(toStored({ text: "@Ben Elm and @Ben", people: [short, ben] })).toBe(`@[Ben Elm](u:${ben.id}) and @[Ben](u:${short.id})`);
  expect(toStored({ text: "@Ben Elm @Ben Elm @Ben Elm", people: [ben, other] })).toBe(`@[Ben Elm](u:${ben.id}) @[Ben Elm](u:${other.id}) @Ben Elm`);
  expect(toStored({ text: "gone", people: [ben] })).toBe("gone");
});

test("a stored text can be typed on, and is stored the same", () => {
  const stored = `👋 @[Ben Elm](u:${ben.id}), שלום`;
  const typed = toTyped(stored);
  expect(typed).toEqual({ text: "👋 @Ben Elm, שלום", people: [ben] });
  expect(toStored(typed)).toBe(stored);
});

test("an @ that begins a word asks for a name, one in an address does not", () => {
  expect(asking("Ask @Be", 7)).toEqual({ from: 4, typed: "Be" });
  expect(asking("Ask @Ben El", 11)).toEqual({ from: 4, typed: "Ben El" });
  expect(asking("@", 1)).toEqual({ from: 0, typed: "" });
  expect(asking("ana@acme", 8)).toBeNull();
  expect(asking("Ask @Ben Elm about it", 21)).toBeNull();
  expect(asking("@a\nb", 4)).toBeNull();
  expect(asking("@Ben Elm now", 12, [ben])).toBeNull();
});
