import { isSingleKey } from "@/ui/keys";

let typed = "";
let collecting = false;

function collect(event: KeyboardEvent): void {
  if (event.key === "Escape") takeTyped(() => undefined);
  if (!isSingleKey(event) && event.key !== " ") return;
  typed += event.key;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** From now on what is typed belongs to the palette, though its field is not there yet. */
export function collectTyped(): void {
  if (collecting) return;
  collecting = true;
  typed = "";
  // On the window, so that it comes before the keys of the frame.
  window.addEventListener("keydown", collect, true);
}

/** Hands over what was typed until the field took the focus, if anything was. */
export function takeTyped(take: (text: string) => void): void {
  window.removeEventListener("keydown", collect, true);
  collecting = false;
  if (typed) take(typed);
  typed = "";
}
