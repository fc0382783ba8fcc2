import i18n from "i18next";
import type { RoleCell } from "../types";
import { reachWord } from "../words";
import { shownOf } from "./cells";

/** How far a cell reaches, for a sentence: "the records of the team", "all records, but not their own". */
export function sayCell(cell: RoleCell | undefined): string {
  const shown = shownOf(cell);
  if (shown.kind === "none") return reachWord("none");
  if (shown.kind === "deny") return i18n.t("access:say.denied", { reach: reachWord(shown.scope) });
  return shown.but ? i18n.t("access:say.but", { reach: reachWord(shown.scope), but: reachWord(shown.but) }) : reachWord(shown.scope);
}
