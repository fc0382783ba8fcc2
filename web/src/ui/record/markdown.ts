/** A piece of a line. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "strike"; parts: Inline[] }
  | { kind: "link"; href: string; parts: Inline[] }
  | { kind: "person"; id: string; name: string };

/** A part of a text with a shape of its own. */
export type Block =
  | { kind: "paragraph" | "heading"; lines: Inline[][] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: Inline[][][] }
  | { kind: "rule" };

const bullet = /^\s{0,3}[-*+]\s+(.*)$/;
const numbered = /^\s{0,3}\d{1,4}[.)]\s+(.*)$/;
const fence = /^\s{0,3}```/;

/** Reads the part of Markdown that notes are written in. HTML is no part of it: it is text. */
export function readMarkdown(text: string, depth = 0): Block[] {
  const lines = text.split("\n");
  const out: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const marker = bullet.test(line) ? bullet : numbered.test(line) ? numbered : null;
    if (line.trim() === "") at += 1;
    else if (fence.test(line)) {
      const inside = take(lines, at + 1, (l) => !fence.test(l));
      out.push({ kind: "code", text: inside.join("\n") });
      at += inside.length + 2;
    } else if (/^\s{0,3}(-{3,}|\*{3,})\s*$/.test(line)) {
      out.push({ kind: "rule" });
      at += 1;
    } else if (/^#{1,6}\s+\S/.test(line)) {
      out.push({ kind: "heading", lines: [readInline(line.replace(/^#+\s+/, ""))] });
      at += 1;
    } else if (line.startsWith(">") && depth < 4) {
      const quoted = take(lines, at, (l) => l.startsWith(">"));
      out.push({ kind: "quote", blocks: readMarkdown(quoted.map((l) => l.replace(/^> ?/, "")).join("\n"), depth + 1) });
      at += quoted.length;
    } else if (marker) {
      const items: Inline[][][] = [];
      for (; at < lines.length && (marker.test(lines[at] ?? "") || /^\s{2,}\S/.test(lines[at] ?? "")); at++) {
        const found = marker.exec(lines[at] ?? "");
        if (found) items.push([readInline(found[1] ?? "")]);
        else items.at(-1)?.push(readInline((lines[at] ?? "").trim()));
      }
      out.push({ kind: "list", ordered: marker === numbered, items });
    } else {
      const together = take(lines, at, (l, i) => i === at || (l.trim() !== "" && !bullet.test(l) && !numbered.test(l) && !fence.test(l) && !(l.startsWith(">") && depth < 4) && !/^#{1,6}\s+\S/.test(l)));
      out.push({ kind: "paragraph", lines: together.map((l) => readInline(l)) });
      at += together.length;
    }
  }
  return out;
}

function take(lines: string[], from: number, fits: (line: string, index: number) => boolean): string[] {
  let end = from;
  while (end < lines.length && fits(lines[end] ?? "", end)) end++;
  return lines.slice(from, end);
}

const person = /@\[([^\]\n]{0,200})\]\(u:([0-9a-fA-F-]{36})\)/y;
const link = /\[([^\]\n]{1,300})\]\((\S{1,2000}?)\)/y;
const bare = /https?:\/\/[^\s<>"]{1,2000}/y;
const word = /[\p{L}\p{N}]/u;
const farthest = 2000;

/**
 * Reads emphasis, code, links and names of people within a line, in one walk: a mark that has no
 * other half is looked for once, so that a text full of marks takes no longer than another.
 */
export function readInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  const alone = new Set<string>(); // marks that have no other half from here on
  let plain = "";
  let at = 0;
  const put = (piece: Inline, end: number) => {
    if (plain) out.push({ kind: "text", text: plain });
    plain = "";
    out.push(piece);
    at = end;
  };
  while (at < text.length) {
    const found = depth > 6 ? null : pieceAt(text, at, depth, alone);
    if (found) put(found.piece, found.end);
    else plain += text[at++];
  }
  if (plain) out.push({ kind: "text", text: plain });
  return out;
}

function pieceAt(text: string, at: number, depth: number, alone: Set<string>): { piece: Inline; end: number } | null {
  switch (text[at]) {
    case "`": {
      const end = other(text, "`", at + 1, alone);
      return end > at + 1 ? { piece: { kind: "code", text: text.slice(at + 1, end) }, end: end + 1 } : null;
    }
    case "@": {
      const match = sticky(person, text, at);
      return match ? { piece: { kind: "person", name: match[1] ?? "", id: match[2] ?? "" }, end: at + match[0].length } : null;
    }
    case "[": {
      const match = sticky(link, text, at);
      const piece = match && linkTo(match[2] ?? "", readInline(match[1] ?? "", depth + 1));
      return match && piece ? { piece, end: at + match[0].length } : null;
    }
    case "h": {
      const match = word.test(text[at - 1] ?? "") ? null : sticky(bare, text, at);
      const href = match?.[0].replace(/[.,;:!?)\]]+$/, "") ?? "";
      const piece = href ? linkTo(href, [{ kind: "text", text: href }]) : null;
      return piece ? { piece, end: at + href.length } : null;
    }
    case "*":
    case "~":
      if (text[at + 1] === text[at]) return pair(text, at, depth, alone);
      return text[at] === "*" ? single(text, at, depth) : null;
    case "_":
      return single(text, at, depth);
    default:
      return null;
  }
}

/** **strong** and ~~struck out~~. */
function pair(text: string, at: number, depth: number, alone: Set<string>): { piece: Inline; end: number } | null {
  const mark = text.slice(at, at + 2);
  const end = other(text, mark, at + 3, alone);
  if (end < 0 || /\s/.test(text[at + 2] ?? "") || /\s/.test(text[end - 1] ?? "")) return null;
  return { piece: { kind: mark === "**" ? "strong" : "strike", parts: readInline(text.slice(at + 2, end), depth + 1) }, end: end + 2 };
}

/** *emphasis* and _emphasis_, never within a word: 2*3*4 and snake_case_names stay as they are. */
function single(text: string, at: number, depth: number): { piece: Inline; end: number } | null {
  const mark = text[at] ?? "";
  const next = text[at + 1] ?? " ";
  if (word.test(text[at - 1] ?? "") || text[at - 1] === mark || /\s/.test(next) || next === mark) return null;
  for (let end = at + 2; end < Math.min(text.length, at + 300); end++) {
    if (text[end] !== mark) continue;
    if (/\s/.test(text[end - 1] ?? "") || text[end + 1] === mark || word.test(text[end + 1] ?? "")) return null;
    return { piece: { kind: "em", parts: readInline(text.slice(at + 1, end), depth + 1) }, end: end + 1 };
  }
  return null;
}

function other(text: string, mark: string, from: number, alone: Set<string>): number {
  if (alone.has(mark)) return -1;
  const end = text.indexOf(mark, from);
  if (end < 0) alone.add(mark);
  return end - from > farthest ? -1 : end;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

// Only what leads somewhere harmless is a link; anything else stays the text that it is.
function linkTo(href: string, parts: Inline[]): Inline | null {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(href) ? { kind: "link", href, parts } : null;
}
