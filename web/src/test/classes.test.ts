import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

/* Every class that a component takes from a sheet is there: without its rules it is drawn as if nobody had looked at it. */

const root = join(process.cwd(), "src/");

/** The classes that a source takes from its sheets and that these do not have. */
export function missingIn(source: string, sheetOf: (path: string) => string): string[] {
  const missing: string[] = [];
  // A key of a text may begin like the name of a sheet.
  const said = source.replace(/"[^"\n]*"/g, '""');
  for (const [, name, path] of source.matchAll(/import (\w+) from "([^"]+\.module\.css)"/g)) {
    const there = new Set([...sheetOf(path ?? "").matchAll(/\.(-?[a-zA-Z_][\w-]*)/g)].map(([, found]) => found));
    for (const [, used] of said.matchAll(new RegExp(`(?<![\\w.:])${name}\\.(\\w+)`, "g"))) if (!there.has(used)) missing.push(`${path}: .${used}`);
  }
  return [...new Set(missing)];
}

describe("the classes of sheets", () => {
  it("are all there", () => {
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
    const missing = files.flatMap((name) => {
      const file = join(root, name);
      const sheetOf = (path: string) => readFileSync(path.startsWith("@/") ? join(root, path.slice(2)) : join(dirname(file), path), "utf8");
      return missingIn(readFileSync(file, "utf8"), sheetOf).map((fault) => `${name} ${fault}`);
    });
    expect(missing).toEqual([]);
  });

  it("would be missed", () => {
    expect(missingIn('import grid from "./a.module.css"; grid.bulk; grid.row; other.grid.x; t("grid.y");', () => ".row { color: red } .cell:hover {}")).toEqual(["./a.module.css: .bulk"]);
  });
});
