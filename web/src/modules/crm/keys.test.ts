import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import strings from "./i18n/en/crm.json";

// Every key that a screen asks for by a plain text must be there; keys that are put together are
// covered by the lists that they come from.
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function has(key: string): boolean {
  let at: unknown = strings;
  const parts = key.split(".");
  const last = parts.pop() ?? "";
  for (const part of parts) at = (at as Record<string, unknown> | undefined)?.[part];
  const found = at as Record<string, unknown> | undefined;
  return typeof found?.[last] === "string" || typeof found?.[`${last}_other`] === "string";
}

describe("the words of the CRM", () => {
  it("has a text for every key that its screens name", () => {
    const missing = new Set<string>();
    for (const path of sources(__dirname)) {
      const text = readFileSync(path, "utf8");
      if (!text.includes('useTranslation("crm")') && !text.includes('TFunction<"crm">')) continue;
      for (const [, key] of text.matchAll(/\bt\(\s*"([\w.]+)"/g)) if (key && !has(key)) missing.add(key);
    }
    expect([...missing]).toEqual([]);
  });
});
