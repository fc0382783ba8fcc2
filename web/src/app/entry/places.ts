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

function supported(what: "currency", otherwise: string[]): string[] {
  return typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf(what) : otherwise;
}
