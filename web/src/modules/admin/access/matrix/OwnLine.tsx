import { useTranslation } from "react-i18next";
import { formatDay, dayOf } from "@/ui/dates";
import type { Rule } from "../types";
import classes from "./matrix.module.css";
import { CellChip } from "./CellChip";

/** A line of the organisation for exactly this right, with its dates and its reason. */
export function OwnLine({ line }: { line: Rule }) {
  const { t } = useTranslation("access");
  const words = [
    line.valid_from ? t("lines.from", { day: formatDay(dayOf(line.valid_from)) }) : "",
    line.valid_to ? t("lines.until", { day: formatDay(dayOf(line.valid_to)) }) : "",
    line.reason ?? "",
  ].filter(Boolean);
  return (
    <li>
      <CellChip cell={line.effect === "deny" ? { deny: line.scope } : { allow: line.scope }} /> {t("panel.own_line")}
      {words.length > 0 ? (
        <span className={classes.facts} dir="auto">
          {" "}
          {words.join(" · ")}
        </span>
      ) : null}
    </li>
  );
}
