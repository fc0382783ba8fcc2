/** What a key on a card means. */
export type BoardAction = "open" | "menu" | "pick" | "drop" | "cancel" | "left" | "right" | "up" | "down";

/** Arrows walk between cards and columns; Space picks up and drops, Esc puts back, m opens "Move to…". */
export function boardKey(key: string, holding: boolean): BoardAction | null {
  switch (key) {
    case "ArrowLeft":
      return "left";
    case "ArrowRight":
      return "right";
    case "ArrowUp":
    case "k":
      return holding ? null : "up";
    case "ArrowDown":
    case "j":
      return holding ? null : "down";
    case " ":
      return holding ? "drop" : "pick";
    case "Enter":
    case "o":
      return holding ? "drop" : "open";
    case "Escape":
      return holding ? "cancel" : null;
    case "m":
      return holding ? null : "menu";
  }
  return null;
}
