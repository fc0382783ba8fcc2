import type { Pseudo } from "./language";

const accents: Record<string, string> = {
  a: "á", b: "ƀ", c: "ç", d: "ð", e: "é", f: "ƒ", g: "ĝ", h: "ĥ", i: "î", j: "ĵ", k: "ķ", l: "ļ", m: "ɱ", n: "ñ", o: "ö", p: "þ", q: "ǫ", r: "ŕ", s: "š", t: "ţ", u: "û", v: "ṽ", w: "ŵ", x: "ẋ", y: "ý", z: "ž",
};

/** Words of a made-up language: accented and a third longer, or written from right to left. Placeholders stay. */
export function pseudo(language: Pseudo, text: string): string {
  const parts = text.split(/(\{\{[^}]+\}\}|\$t\([^)]*\))/);
  const said = parts.map((part, at) => (at % 2 === 1 ? part : language === "en-XA" ? [...part].map((sign) => accents[sign] ?? sign).join("") : part));
  if (language === "ar-XB") return `\u202e${said.map((part, at) => (at % 2 === 1 ? `\u202c${part}\u202e` : part)).join("")}\u202c`;
  return `[${said.join("")}${" öñé ţŵö ţĥŕéé".slice(0, Math.ceil(text.length * 0.35))}]`;
}

/** All the texts of a file in a made-up language. */
export function pseudoAll<T>(language: Pseudo, words: T): T {
  if (typeof words === "string") return pseudo(language, words) as T;
  return Object.fromEntries(Object.entries(words as object).map(([key, value]) => [key, pseudoAll(language, value as unknown)])) as T;
}
