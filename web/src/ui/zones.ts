/** Time zones by their IANA names: those that one knows first, then all that the browser can name. */
export function zones(...known: string[]): string[] {
  const all = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([...known, "UTC", ...all])];
}

/** Time zones as choices: "Europe/Isle of Man". */
export function zoneOptions(...known: string[]): { value: string; label: string }[] {
  return zones(...known).map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

/** A language by its own name, so that who reads only that one finds it: "Deutsch". */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
