import { IconBan } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RoleCell } from "../types";
import { shownOf } from "./cells";
import classes from "./matrix.module.css";

interface CellChipProps {
  cell: RoleCell | undefined;
  /** Drawn in outline: what another role has, or what was before. */
  quiet?: boolean;
}

/** How far a right reaches: a scope, a scope with an exception, a deny, or nothing. */
export function CellChip({ cell, quiet }: CellChipProps) {
  const { t } = useTranslation("access");
  const shown = shownOf(cell);
  if (shown.kind === "none") return <span className={classes.none} data-quiet={quiet || undefined} aria-hidden />;
  if (shown.kind === "deny") {
    return (
      <span className={classes.chip} data-reach="deny" data-quiet={quiet || undefined}>
        <IconBan size={12} stroke={2} aria-hidden />
        {t(`chips.deny_${shown.scope}`)}
      </span>
    );
  }
  return (
    <>
      <span className={classes.chip} data-reach={shown.scope} data-quiet={quiet || undefined}>
        {t(`chips.${shown.scope}`)}
      </span>
      {shown.but ? (
        <span className={classes.chip} data-reach="deny" data-quiet={quiet || undefined}>
          <IconBan size={12} stroke={2} aria-hidden />
          {t(`chips.but_${shown.but}`)}
        </span>
      ) : null}
    </>
  );
}
