const place = "longhouse.keys";

/** Whether single letters are commands; a person may switch them off (WCAG 2.1.4). */
export function singleKeys(): boolean {
  try {
    return window.localStorage.getItem(place) !== "off";
  } catch {
    return true;
  }
}

/** Switches single-letter commands on or off in this browser. */
export function setSingleKeys(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(place);
    else window.localStorage.setItem(place, "off");
  } catch {
    // A browser that keeps nothing stays with the standard.
  }
}

/** True for a key that would be text if a field had the focus: a letter, a digit, a sign. */
export function isSingleKey(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}
