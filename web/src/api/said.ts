/*
 * What the server says is English, also what stands in its rows. A reader of another language gets
 * it in theirs, by the same file and rules as the mails of the house (platform/words).
 */

const files: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  de: () => import("../../../platform/words/de.json"),
};

interface Pattern {
  of: RegExp;
  said: string;
  literals: number;
}

interface Catalogue {
  language: string;
  whole: Map<string, string>;
  holes: Pattern[];
}

let catalogue: Catalogue | null = null;
const verb = /%[sdqv]/;

/** Makes a catalogue of a file: whole sentences, and those with holes, the most particular first. */
export function catalogueOf(language: string, file: Record<string, string>): Catalogue {
  const holes = Object.entries(file)
    .filter(([english]) => verb.test(english))
    .map(([english, text]) => {
      const parts = english.split(new RegExp(verb, "g")).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
      return { of: new RegExp(`^${parts.join("([\\s\\S]+?)")}$`), said: text, literals: parts.join("").length };
    })
    .sort((a, b) => b.literals - a.literals);
  return { language, whole: new Map(Object.entries(file).filter(([english]) => !verb.test(english))), holes };
}

let wanted = "en";
let loading: Promise<void> = Promise.resolve();

/** Fetches what the server says in a language; English needs nothing. Answers wait for it, the first paint need not. */
export function loadSaid(language: string): Promise<void> {
  if (wanted === language) return loading;
  wanted = language;
  const load = files[language];
  loading = (load?.() ?? Promise.resolve(null)).then(
    (file) => {
      if (wanted === language) catalogue = file ? catalogueOf(language, file.default) : null;
    },
    () => {
      // English is better than nothing; the next start tries again.
      wanted = "en";
      catalogue = null;
    },
  );
  return loading;
}

/** Settles when what the server says can be read. */
export function saidReady(): Promise<void> {
  return loading;
}

/** A word of the server, as a role's name or a field's label: known whole, or left as it is. */
export function word(text: string): string {
  return catalogue?.whole.get(text) ?? text;
}

/** A sentence of the server, in the reader's language; one that nobody knows stays as it is. */
export function said(text: string): string {
  if (!catalogue || !text) return text;
  const whole = catalogue.whole.get(text);
  if (whole) return whole;
  for (const pattern of catalogue.holes) {
    const put = pattern.of.exec(text);
    if (put) return fill(pattern.said, put.slice(1).map(part));
  }
  return text;
}

/** What was put into a sentence: a name stays, a word or a day of the house is said in the language. */
function part(text: string): string {
  const day = /^(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})$/.test(text) ? new Date(`${text} UTC`) : null;
  if (day) return new Intl.DateTimeFormat(catalogue?.language, { dateStyle: "long", timeZone: "UTC" }).format(day);
  const whole = catalogue?.whole.get(text);
  if (whole) return whole;
  for (const pattern of catalogue?.holes ?? []) {
    const put = pattern.of.exec(text);
    if (put?.length === 2 && /^\d+$/.test(put[1] ?? "")) return fill(pattern.said, put.slice(1));
  }
  return text;
}

function fill(text: string, put: string[]): string {
  return text.replace(/\{(\d)\}/g, (hole, n: string) => put[Number(n) - 1] ?? hole);
}

// Members of answers that the server writes in its own words, by where they are read.
const spoken: { path: RegExp; words?: readonly string[]; sentences?: readonly string[] }[] = [
  { path: /^\/identity\//, words: ["role_names"] },
  { path: /^\/access\//, words: ["name", "note", "label", "role_name"], sentences: ["message"] },
  { path: /^\/authz\//, words: ["name", "note", "label", "role_name"] },
  { path: /^\/notify\//, words: ["label", "because"], sentences: ["title", "text"] },
  { path: /^\/imports\//, words: ["label", "help"], sentences: ["message", "error"] },
  { path: /^\/history\//, sentences: ["reason"] },
  { path: /^\/jobs\//, sentences: ["words", "about", "last_error"] },
];

/** A reviver for the answer of an address, where the server's own words are in it. */
export function reviver(path: string): ((key: string, value: unknown) => unknown) | undefined {
  if (!catalogue) return undefined;
  const place = spoken.find((one) => one.path.test(path));
  if (!place) return undefined;
  return (key, value) => {
    const how = place.words?.includes(key) ? word : place.sentences?.includes(key) ? said : null;
    if (!how) return value;
    if (typeof value === "string") return how(value);
    return Array.isArray(value) ? value.map((one: unknown) => (typeof one === "string" ? how(one) : one)) : value;
  };
}
