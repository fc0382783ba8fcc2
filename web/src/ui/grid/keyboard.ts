/** What a key means for a list. */
export type GridAction =
  | { type: "move"; to: number }
  | { type: "toggle"; range: boolean }
  | { type: "open" }
  | { type: "preview" }
  | { type: "menu" }
  | { type: "selectPage" }
  | { type: "clear" }
  | { type: "search" };

/** The part of a key event that matters. */
export interface GridKey {
  key: string;
  shift?: boolean;
  ctrl?: boolean;
  alt?: boolean;
}

/**
 * The keys of a list: j k and arrows move, x selects (with Shift a range), Enter and o open, Space
 * previews, . opens the row's menu, / goes to the text filter, Esc clears the selection.
 */
export function gridAction(event: GridKey, count: number, active: number, page = 10): GridAction | null {
  const { key, shift, ctrl, alt } = event;
  if (alt) return null;
  if (ctrl) return key.toLowerCase() === "a" && count > 0 ? { type: "selectPage" } : null;
  const move = (to: number): GridAction | null =>
    count === 0 ? null : { type: "move", to: Math.max(0, Math.min(count - 1, to)) };
  switch (key) {
    case "j":
    case "ArrowDown":
      return move(active + 1);
    case "k":
    case "ArrowUp":
      return move(active <= 0 ? 0 : active - 1);
    case "PageDown":
      return move(active + page);
    case "PageUp":
      return move(active - page);
    case "Home":
      return move(0);
    case "End":
      return move(count - 1);
    case "/":
      return { type: "search" };
    case "Escape":
      return { type: "clear" };
  }
  if (active < 0 || active >= count) return null;
  switch (key) {
    case "x":
    case "X":
      return { type: "toggle", range: Boolean(shift) || key === "X" };
    case "Enter":
    case "o":
      return { type: "open" };
    case " ":
      return { type: "preview" };
    case ".":
      return { type: "menu" };
  }
  return null;
}

/** Whether the focus is where letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio")) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.getAttribute("role") === "textbox";
}
