import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AnyObject } from "@/ui/object/description";
import { wordsOf } from "@/ui/object/words";

/*
 * Every key that the source names has a text, and every text is named by the source. Keys are read
 * from the source: t("…") with the namespace of the file's useTranslation, and "namespace:key"
 * wherever it stands. The keys of a described object are those of its description.
 */

const root = join(process.cwd(), "src/");

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

function flatten(tree: Record<string, unknown>, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : flatten(value as Record<string, unknown>, `${prefix}${key}.`),
  );
}

const texts = new Map<string, Set<string>>();
const own = new Map<string, string[]>();
const menu = new Set<string>();
texts.set("menu", menu);
for (const file of files(root, /i18n\/en\/[^/]+\.json$/)) {
  const namespace = /([^/]+)\.json$/.exec(file)?.[1] ?? "";
  const module = /modules\/(\w+)\//.exec(file)?.[1];
  if (module && namespace === "menu") {
    for (const key of flatten(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)) menu.add(`${module}.${key}`);
    continue;
  }
  if (module) own.set(module, [...(own.get(module) ?? []), namespace]);
  texts.set(namespace, new Set(flatten(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)));
}

interface Use {
  key: string;
  /** Where its text may stand: the namespaces that the file uses. */
  namespaces: string[];
  file: string;
  /** A template: every `${…}` stands for one part. */
  pattern?: RegExp;
}

const hole = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** The namespaces of a file: those it asks for, or, for a helper that is handed a `t`, those of its area. */
function namespacesOf(source: string, file: string): string[] {
  const asked = [...source.matchAll(/useTranslation\(\s*\[?\s*([^)\]]*)/g)].flatMap((m) => [...(m[1] ?? "").matchAll(/"(\w+)"/g)].map((n) => n[1] ?? ""));
  if (asked.length > 0) return [...new Set(asked)];
  const module = /^modules\/(\w+)\//.exec(file)?.[1];
  if (!module) return ["ui", "app"];
  return [...own.get(module) ?? [], "ui"];
}

/** What stands before the first comma or the closing bracket of a call. */
function firstArgument(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign) && depth-- === 0) return text.slice(0, at);
    else if (sign === "," && depth === 0) return text.slice(0, at);
  }
  return text;
}

/** The keys that one source text names. */
export function usesIn(text: string, file: string): Use[] {
  const source = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  const uses: Use[] = [];
  const namespaces = namespacesOf(source, file);
  for (const match of source.matchAll(/"(\w+):([\w.]+)"/g)) {
    if (texts.has(match[1] ?? "")) uses.push({ namespaces: [match[1] ?? ""], key: match[2] ?? "", file });
  }
  for (const match of source.matchAll(/(?<![\w])t\(/g)) {
    const first = firstArgument(source.slice(match.index + 2)).replace(/`[^`]*`/g, "");
    // Both arms of a condition are keys: t(many ? "a" : "b"); what a condition compares with is none.
    for (const quoted of first.matchAll(/([!=]==?\s*)?"([\w.]+)"/g)) {
      if (!quoted[1]) uses.push({ namespaces, key: quoted[2] ?? "", file });
    }
  }
  for (const match of source.matchAll(/`(?:(\w+):)?([\w.]*\$\{[^`]*)`/g)) {
    const template = match[2] ?? "";
    const fixed = template.replace(hole, "");
    if (!/^[\w.]+$/.test(fixed) || !/[._]/.test(fixed) || !/[a-z]{2}/.test(fixed)) continue;
    const parts = template.split(hole).map((part) => part.replaceAll(".", "\\."));
    uses.push({ namespaces: match[1] ? [match[1]] : namespaces, key: template, file, pattern: new RegExp(`^${parts.join("[\\w-]+")}$`) });
  }
  return uses;
}

const endings = ["", "_zero", "_one", "_other"];

/** What is named and has no text, and what has a text and is not named. */
export function compare(uses: Use[], known: Map<string, Set<string>>): { missing: string[]; unused: string[] } {
  const missing = uses
    .filter((use) => !use.pattern && !use.namespaces.some((n) => endings.some((ending) => known.get(n)?.has(use.key + ending))))
    .map((use) => `${use.file}: ${use.namespaces.join("|")}:${use.key}`);
  const unused = [...known].flatMap(([namespace, keys]) =>
    [...keys]
      .filter((key) => {
        const plain = key.replace(/_(zero|one|other)$/, "");
        return !uses.some((use) => use.namespaces.includes(namespace) && (use.pattern ? use.pattern.test(plain) || use.pattern.test(key) : use.key === key || use.key === plain));
      })
      .map((key) => `${namespace}:${key}`),
  );
  return { missing: [...new Set(missing)], unused };
}

describe("the texts", () => {
  const sources = files(root, /\.tsx?$/).filter((file) => !/\.test\.|\/test\/|schema\.d/.test(file));
  const uses = sources.flatMap((file) => usesIn(readFileSync(file, "utf8"), file.slice(root.length)));
  const described = import.meta.glob<Record<string, AnyObject>>("../modules/**/*.object.tsx", { eager: true });
  for (const object of Object.values(described).flatMap((file) => Object.values(file))) {
    uses.push(...wordsOf(object).map(({ namespace, key }) => ({ key, namespaces: [namespace], file: object.entity })));
  }
  const found = compare(uses, texts);

  it("has one for every key that the source names", () => {
    expect(found.missing).toEqual([]);
  });

  it("has none that the source does not name", () => {
    expect(found.unused).toEqual([]);
  });

  it("would notice a missing and an unused one", () => {
    const known = new Map([["ui", new Set(["here", "many_one", "many_other", "old", "kind.a", "kind.b"])]]);
    const source = 'const { t } = useTranslation("ui"); t("here"); t("many", { count }); t(`kind.${k}`); t(late ? "gone" : "here");';
    expect(compare(usesIn(source, "x.tsx"), known)).toEqual({ missing: ["x.tsx: ui:gone"], unused: ["ui:old"] });
  });
});
