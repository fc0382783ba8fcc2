import { optionColours } from "@/ui/OptionMark";
import type { DraftOption } from "./types";

export type Options = DraftOption[];

// Colours that stay apart, for options that are made one after the other.
const first = ["blue", "teal", "orange", "violet", "pink", "lime", "red", "cyan"] as const;

/** The next option: without a name, in a colour that no other has yet where there is one. */
export function newOption(options: Options): DraftOption {
  const taken = new Set(options.map((option) => option.colour));
  const colour = first.find((one) => !taken.has(one)) ?? optionColours[options.length % optionColours.length] ?? "grey";
  return { label: {}, colour, mark: Math.max(0, ...options.map((option) => option.mark ?? 0)) + 1 };
}

/** The options without one of them. */
export function without(options: Options, index: number): Options {
  return options.filter((_, at) => at !== index);
}

/** Options with the lines of a pasted text from one of them on; undefined where it is one line, which the control takes itself. */
export function pasted(options: Options, index: number, language: string, text: string): Options | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  if (lines.length < 2) return undefined;
  const next = [...options];
  lines.forEach((line, offset) => {
    const at = index + offset;
    const option = next[at] ?? newOption(next);
    next[at] = { ...option, label: { ...option.label, [language]: line } };
  });
  return next;
}

/** The options as they are sent: each with its key, without those that were never named, and without our marks. */
export function sentOptions(options: Options): Omit<DraftOption, "mark">[] {
  const keys = keysOf(options);
  return options
    .map(({ label, colour, archived }, index) => ({ key: keys[index], label: named(label), ...(colour ? { colour } : {}), ...(archived ? { archived } : {}) }))
    .filter((option) => option.key);
}

function named(label: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(label).flatMap(([language, word]) => (word.trim() ? [[language, word.trim()]] : [])));
}

/** A key of a word: "Größe (cm)" is "groesse_cm". Keys name values in files and in the API, so they are plain letters. */
export function keyOfWord(word: string): string {
  const plain = word.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  const key = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 40).replace(/_+$/, "");
  return /^[a-z]/.test(key) ? key : key ? `o_${key}`.slice(0, 40) : "";
}

/** The key of every option: its own, or one made of its name that no other has. */
export function keysOf(options: Options): string[] {
  const taken = new Set(options.flatMap(({ key }) => (key ? [key] : [])));
  return options.map((option) => {
    if (option.key) return option.key;
    const word = keyOfWord(Object.values(option.label).find((one) => one.trim()) ?? "");
    if (!word) return "";
    let key = word;
    for (let n = 2; taken.has(key); n++) key = `${word.slice(0, 37)}_${n}`;
    taken.add(key);
    return key;
  });
}
