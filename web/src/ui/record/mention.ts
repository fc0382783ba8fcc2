import type { NotePerson } from "@/api/notes";

const marked = /@\[([^\]\n]{0,200})\]\(u:([0-9a-fA-F-]{36})\)/g;

/** A text as people type it: "@Ben Elm", with who was meant, in the order of the text. */
export interface Typed {
  text: string;
  people: NotePerson[];
}

/** The typed form of a stored text. */
export function toTyped(stored: string): Typed {
  const people: NotePerson[] = [];
  const text = stored.replace(marked, (_, name: string, id: string) => {
    people.push({ id, name });
    return `@${name}`;
  });
  return { text, people };
}

/** The stored form of a typed text. Of namesakes the first that was chosen is the first in the text; names that were typed only stay text. */
export function toStored({ text, people }: Typed): string {
  const left = [...people];
  let out = "";
  for (let at = 0; at < text.length; ) {
    const here = text[at] === "@" ? longest(left.filter((p) => text.startsWith(p.name, at + 1))) : undefined;
    if (here) {
      left.splice(left.indexOf(here), 1);
      out += `@[${here.name.replace(/[[\]\n]/g, " ")}](u:${here.id})`;
      at += here.name.length + 1;
    } else {
      out += text[at];
      at += 1;
    }
  }
  return out;
}

function longest(people: NotePerson[]): NotePerson | undefined {
  return people.reduce<NotePerson | undefined>((best, p) => (!best || p.name.length > best.name.length ? p : best), undefined);
}

/** What stands between the last @ and the caret, if that may be the beginning of a name, and is none that was chosen. */
export function asking(text: string, caret: number, chosen: NotePerson[] = []): { from: number; typed: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from < 0 || (from > 0 && /[\p{L}\p{N}]/u.test(before[from - 1] ?? ""))) return null;
  const typed = before.slice(from + 1);
  if (chosen.some((p) => typed.startsWith(p.name))) return null;
  if (typed.length > 40 || /[\n@]/.test(typed) || (typed.match(/ /g)?.length ?? 0) > 2) return null;
  return { from, typed };
}
