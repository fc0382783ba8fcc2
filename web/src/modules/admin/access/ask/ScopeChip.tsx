import { IconBan } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import admin from "../../shared/admin.module.css";
import { scopeWord } from "../words";
import classes from "./ask.module.css";

interface ScopeChipProps {
  scope: string;
  deny?: boolean;
}

/** How far a right goes, or how far it is forbidden: red with a sign, never by colour alone. */
export function ScopeChip({ scope, deny }: ScopeChipProps) {
  const { t } = useTranslation("grants");
  if (!deny) {
    return (
      <span className={admin.chip} data-reach={scope}>
        {scopeWord(scope)}
      </span>
    );
  }
  return (
    <span className={`${admin.chip} ${classes.deny}`}>
      <IconBan size={12} stroke={2} aria-hidden />
      {t("line.not", { scope: scopeWord(scope) })}
    </span>
  );
}
