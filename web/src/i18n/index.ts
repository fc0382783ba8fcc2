import i18n, { type BackendModule, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";
import { firstLanguage, isPseudo, keepLanguage, languages, pseudoLanguages, type Language, type Pseudo } from "./language";

type Strings = Record<string, unknown>;

// Every area has one file, named like its namespace: src/modules/<module>/i18n/<language>/<area>.json.
const files = import.meta.glob<{ default: Strings }>(["../modules/*/i18n/*/*.json", "!../modules/*/i18n/*/menu.json"]);

// What the frame says is one file for each language, of which a reader loads theirs.
const frames: Record<Language, () => Promise<{ frame: Record<string, Strings> }>> = {
  en: () => import("./frame/en"),
  de: () => import("./frame/de"),
};

/** Made-up languages are for looking at, never in what people get. */
const made = import.meta.env.MODE !== "production";

async function wordsOf(language: Language, namespace: string): Promise<Strings> {
  if (["ui", "app", "menu", "views", "bulk"].includes(namespace)) return (await frames[language]()).frame[namespace] ?? {};
  const suffix = `/i18n/${language}/${namespace}.json`;
  const path = Object.keys(files).find((name) => name.endsWith(suffix));
  const load = path ? files[path] : undefined;
  if (!load) throw new Error(`no strings for ${language}/${namespace}`);
  return (await load()).default;
}

async function load(language: string, namespace: string): Promise<Strings> {
  if (made && isPseudo(language)) {
    const [words, { pseudoAll }] = await Promise.all([wordsOf("en", namespace), import("./pseudo")]);
    return pseudoAll(language, words);
  }
  return wordsOf(language as Language, namespace);
}

const loader: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language: string, namespace: string, done: ReadCallback) => {
    load(language, namespace).then(
      (words) => done(null, words),
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)), false),
    );
  },
};

/** The made-up language that the address asks for, or asked for earlier in this tab, where there are any. */
function asked(): Pseudo | undefined {
  if (!made || typeof window === "undefined") return undefined;
  const wanted = new URLSearchParams(window.location?.search).get("lang") ?? window.sessionStorage?.getItem("longhouse.lang");
  if (!isPseudo(wanted)) return undefined;
  window.sessionStorage.setItem("longhouse.lang", wanted);
  return wanted;
}

let pinned: Pseudo | undefined;

/** Starts translation: the frame's strings of one language, an area's come with its first screen. */
export async function startI18n(): Promise<void> {
  pinned = asked();
  const language = pinned ?? firstLanguage();
  i18n.on("languageChanged", dress);
  await i18n
    .use(loader)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: [...languages, ...(made ? pseudoLanguages : [])],
      load: "currentOnly",
      ns: ["ui", "app", "menu", "views", "bulk"],
      defaultNS: "ui",
      interpolation: { escapeValue: false },
    });
  dress(language);
}

/** Shows everything in another language at once: what is on screen changes when its words are there. */
export async function setLanguage(language: Language): Promise<void> {
  if (pinned) return;
  keepLanguage(language);
  if (i18n.language !== language) await i18n.changeLanguage(language);
}

/** The language that is read now; a made-up one counts as English. */
export function currentLanguage(): Language {
  return languages.find((one) => one === i18n.language) ?? "en";
}

/** Tells the page its language and direction, for readers, hyphens and layout. */
function dress(language: string): void {
  if (typeof document === "undefined") return;
  document.documentElement.lang = language;
  document.documentElement.dir = i18n.dir(language);
}
