import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import strings from "../i18n/en/webhooks.json";
import { hostOf, readable } from "./words";

test("every event that the house tells has words", () => {
  const told = readFileSync("../cmd/longhouse/testdata/events.txt", "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith(" "));
  expect(told.length).toBeGreaterThan(10);
  const words = Object.keys(strings.events);
  expect(told.filter((type) => !words.includes(type.replaceAll(".", "_")))).toEqual([]);
});

test("JSON is broken into lines, and anything else stays as it came", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable("<h1>Oops</h1>")).toBe("<h1>Oops</h1>");
});

test("an endpoint without a name is known by its host", () => {
  expect(hostOf("https://shop.example.com:8443/hooks?x=1")).toBe("shop.example.com:8443");
  expect(hostOf("nonsense")).toBe("nonsense");
});
