import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/* Sheets name the start and the end of a line, never left and right; the lint holds props to the same. */

const root = join(process.cwd(), "src/");
const physical = /(?:^|[\s;{])((?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b)/g;

/** The sides of the screen that a sheet names. */
export function sidesIn(sheet: string): string[] {
  return [...sheet.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(physical)].map((match) => match[1] ?? "");
}

describe("sheets", () => {
  it("name no side of the screen", () => {
    const found = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".css"))
      .flatMap((name) => sidesIn(readFileSync(join(root, name), "utf8")).map((side) => `${name}: ${side}`));
    expect(found).toEqual([]);
  });

  it("would be caught naming one", () => {
    expect(sidesIn(".a { margin-left: 4px; inset-inline-start: 0 }\n.b {\n  right: 0;\n  text-align: left;\n}\n/* left: 1px */")).toEqual(["margin-left:", "right:", "text-align: left"]);
  });
});
