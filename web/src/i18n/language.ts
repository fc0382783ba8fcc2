/** The languages that the product can be read in. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

/** Made-up languages, to see what real ones would break: long and accented, and from right to left. Not in a release. */
export const pseudoLanguages = ["en-XA", "ar-XB"] as const;
export type Pseudo = (typeof pseudoLanguages)[number];

const place = "longhouse.language";

/** True for a language of ours. */
export function isLanguage(value: string | null | undefined): value is Language {
  return languages.includes(value as Language);
}

/** True for a made-up one. */
export function isPseudo(value: string | null | undefined): value is Pseudo {
  return pseudoLanguages.includes(value as Pseudo);
}

/** The first language of ours among those that a reader prefers. */
export function preferred(wanted: readonly string[]): Language {
  for (const one of wanted) {
    const language = one.toLowerCase().split("-")[0];
    if (isLanguage(language)) return language;
  }
  return "en";
}

/** The language that the browser asks for. */
export function browserLanguage(): Language {
  return preferred(navigator.languages?.length ? navigator.languages : [navigator.language ?? "en"]);
}

/** The language to begin with: the one that was chosen here last, else the browser's. */
export function firstLanguage(): Language {
  try {
    const kept = window.localStorage.getItem(place);
    if (isLanguage(kept)) return kept;
  } catch {
    // A browser that keeps nothing asks for what it wants.
  }
  return browserLanguage();
}

/** Remembers the language for the next start, or forgets it. */
export function keepLanguage(language: Language | undefined): void {
  try {
    if (language) window.localStorage.setItem(place, language);
    else window.localStorage.removeItem(place);
  } catch {
    // As above.
  }
}
