import i18n, { type BackendModule, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";
import app from "./en/app.json";
import bulk from "./en/bulk.json";
import ui from "./en/ui.json";

type Strings = Record<string, unknown>;

// Every area has one file, named like its namespace: src/modules/<module>/i18n/<language>/<area>.json.
const files = import.meta.glob<{ default: Strings }>("../modules/*/i18n/*/*.json");

const loader: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language: string, namespace: string, done: ReadCallback) => {
    const suffix = `/i18n/${language}/${namespace}.json`;
    const path = Object.keys(files).find((name) => name.endsWith(suffix));
    const load = path ? files[path] : undefined;
    if (!load) {
      done(new Error(`no strings for ${language}/${namespace}`), false);
      return;
    }
    load().then(
      (module) => done(null, module.default),
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)), false),
    );
  },
};

/** Starts translation. The frame's strings are here at once, an area's come with its first screen. */
export async function startI18n(menu: Strings = {}): Promise<void> {
  await i18n
    .use(loader)
    .use(initReactI18next)
    .init({
      lng: "en",
      fallbackLng: "en",
      supportedLngs: ["en"],
      ns: ["ui", "app", "bulk", "menu"],
      defaultNS: "ui",
      partialBundledLanguages: true,
      resources: { en: { ui, app, bulk, menu } },
      interpolation: { escapeValue: false },
    });
}
