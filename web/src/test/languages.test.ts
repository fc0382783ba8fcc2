import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/* Every language says what English says: the same keys, with the same things put in. */

const root = join(process.cwd(), "src/");
type Texts = Map<string, string>;

function flatten(tree: Record<string, unknown>, prefix = "", into: Texts = new Map()): Texts {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") into.set(prefix + key, value);
    else flatten(value as Record<string, unknown>, `${prefix}${key}.`, into);
  }
  return into;
}

/** The texts of a language by their file and key: "modules/crm/i18n/crm.json deal.title". */
function textsOf(language: string): Texts {
  const all: Texts = new Map();
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!name.includes(`i18n/${language}/`) || !name.endsWith(".json")) continue;
    for (const [key, text] of flatten(JSON.parse(readFileSync(join(root, name), "utf8")) as Record<string, unknown>)) all.set(`${name.replace(`/${language}/`, "/")} ${key}`, text);
  }
  return all;
}

const put = (text: string) => [...text.matchAll(/\{\{[^}]+\}\}|\$t\([^)]*\)/g)].map(([hole]) => hole).sort().join(" ");

// What German writes as English does: names, units, signs, and words that came from there.
const alike = new Set(
  (
    "Longhouse|Name|Status|Import|Export|Job|Jobs|System|Region|Website|Fax|Partner|Deal|Deals|Pipeline|Pipelines|Board|Boards|Dashboard|Dashboards|CRM|Team|Matrix|Version|Code|Test|Webhooks|Webhook|Browser|Enter|" +
    "Administrator|Organisation|Person|Handler|Message-ID|Excel (XLSX)|Barcode|CSV|XLSX|UTF-8|UTF-16|API|API-Token|webhook-id|Version {{number}}: {{name}}|{{n}} min|1,234.50|1.234,50|Produkt|Filter|Longhouse|App|Job|Orange|Indigo"
  ).split("|"),
);
const wordless = (text: string) => !/[A-Za-z]{3,}/.test(text.replace(/\{\{[^}]+\}\}/g, ""));

/** What is wrong with a language, beside English. */
export function faultsOf(english: Texts, other: Texts): string[] {
  const faults: string[] = [];
  for (const [key, text] of english) {
    const said = other.get(key);
    if (said === undefined) faults.push(`missing: ${key}`);
    else if (said.trim() === "") faults.push(`empty: ${key}`);
    else if (put(said) !== put(text)) faults.push(`puts in something else: ${key}: ${said}`);
    else if (said === text && !alike.has(text) && !wordless(text)) faults.push(`still English: ${key}: ${said}`);
  }
  for (const key of other.keys()) if (!english.has(key)) faults.push(`not in English: ${key}`);
  return faults;
}

describe("German", () => {
  const english = textsOf("en");

  it("says all that English says", () => {
    expect(english.size).toBeGreaterThan(2500);
    expect(faultsOf(english, textsOf("de"))).toEqual([]);
  });

  it("would be caught with a text that is missing, empty, English, or puts in something else", () => {
    const wanted: Texts = new Map([["a", "One of {{n}}"], ["b", "Two rows"], ["c", "Three rows"], ["d", "Name"]]);
    const faulty: Texts = new Map([["a", "Eins von {{m}}"], ["b", "Two rows"], ["c", " "], ["e", "Mehr"]]);
    expect(faultsOf(wanted, faulty).map((fault) => fault.split(":")[0])).toEqual(["puts in something else", "still English", "empty", "missing", "not in English"]);
  });
});
