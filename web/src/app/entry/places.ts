import { locale } from "@/ui/number";

const euro = "EUR";

// Currency of the reader's country where the browser names one; a choice to begin with, no more.
const byRegion: Record<string, string> = {
  US: "USD", GB: "GBP", CH: "CHF", JP: "JPY", CA: "CAD", AU: "AUD", NZ: "NZD", SE: "SEK", NO: "NOK", DK: "DKK", PL: "PLN", CZ: "CZK",
};

/** Currencies that the browser can name, "EUR · Euro". */
export function currencies(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale(), { type: "currency" });
  return supported("currency", [euro, "USD", "GBP", "CHF"]).map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}

/** A language by its own name, so that who reads only that one finds it: "Deutsch". */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** Time zones by their IANA names. */
export function zones(): string[] {
  const all = supported("timeZone", ["UTC", zoneHere()]);
  return all.includes("UTC") ? all : ["UTC", ...all];
}

/** The time zone of this computer. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** The currency that this computer's country is likely to use. */
export function currencyHere(language: string = navigator.language): string {
  return byRegion[language.split("-")[1]?.toUpperCase() ?? ""] ?? euro;
}

/** "Berlin time" of "Europe/Berlin". */
export function placeOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

function supported(what: "currency" | "timeZone", otherwise: string[]): string[] {
  return typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf(what) : [...new Set(otherwise)];
}
