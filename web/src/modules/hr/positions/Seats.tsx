import { useTranslation } from "react-i18next";
import type { Position } from "../wire";

/** How many hold a position, of how many should. */
export function Seats({ position }: { position: Position }) {
  const { t } = useTranslation("hr");
  return <span className="lh-number">{t("position.filled_of", { filled: position.filled, of: position.headcount })}</span>;
}
