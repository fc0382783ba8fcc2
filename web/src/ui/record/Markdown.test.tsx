import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./Markdown";
import { readMarkdown } from "./markdown";

const html = (text: string) => render(<Markdown text={text} />).container;

test("notes are written in the usual marks", () => {
  const made = html("# Call\n\nSay **yes** and *soon*, `x`\nnext line\n\n- one\n- two\n\n1. first\n\n> quoted\n\n```\ncode **raw**\n```\n\n---");
  expect(made.querySelector("strong")?.textContent).toBe("yes");
  expect(made.querySelector("em")?.textContent).toBe("soon");
  expect(made.querySelectorAll("ul li")).toHaveLength(2);
  expect(made.querySelectorAll("ol li")).toHaveLength(1);
  expect(made.querySelector("blockquote")?.textContent).toBe("quoted");
  expect(made.querySelector("pre")?.textContent).toBe("code **raw**");
  expect(made.querySelectorAll("br, hr")).toHaveLength(2);
});

test("nothing in a text becomes more than text", () => {
  const nasty = '<img src=x onerror=alert(1)> <script>alert(1)</script> [a](javascript:alert(1)) [b](data:text/html,x) @[<b>x</b>](u:01920000-0000-7000-8000-000000000001)';
  const made = html(nasty);
  expect(made.querySelectorAll("img, script, a, b")).toHaveLength(0);
  expect(made.textContent).toContain("<script>alert(1)</script>");
  expect(made.textContent).toContain("[a](javascript:alert(1))");
});

test("links lead outside without telling from where, and a name is marked", () => {
  const made = html("See https://acme.example/a?b=1. Or [this](mailto:a@acme.example) @[Ben Elm](u:01920000-0000-7000-8000-000000000001)");
  const [first, second] = made.querySelectorAll("a");
  expect(first?.getAttribute("href")).toBe("https://acme.example/a?b=1");
  expect(first?.getAttribute("rel")).toContain("noopener");
  expect(second?.getAttribute("href")).toBe("mailto:a@acme.example");
  expect(made.textContent).toContain("@Ben Elm");
});

test("a text that looks like much nesting is read at once", () => {
  const began = performance.now();
  readMarkdown("*".repeat(5000) + "[".repeat(2000) + ">".repeat(500) + "`".repeat(999) + "_a".repeat(2000));
  readMarkdown(`${"**a ".repeat(3000)}${"~~b ".repeat(3000)}${"`c ".repeat(3001)}${"@[x](u:".repeat(1000)}`);
  readMarkdown(Array.from({ length: 2000 }, (_, n) => (n % 2 ? "> > > > deep" : "```")).join("\n"));
  expect(performance.now() - began).toBeLessThan(2000);
});
