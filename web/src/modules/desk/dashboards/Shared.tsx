import { IconBuilding, IconLock, IconUser, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "@/ui/dashboard/wire";
import classes from "./Dashboard.module.css";

const marks = { private: IconUser, team: IconUsers, organisation: IconBuilding };

/** Who sees a dashboard, in a word. */
export function Shared({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("desk");
  const Mark = dashboard.locked ? IconLock : marks[dashboard.sharing];
  const who = dashboard.roles.length > 0 ? t("sharing.roles", { count: dashboard.roles.length }) : t(`sharing.${dashboard.sharing}`);
  return (
    <span className={classes.shared}>
      <Mark size={14} stroke={1.75} aria-hidden />
      {dashboard.locked ? t("sharing.locked", { who }) : who}
    </span>
  );
}
