import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import classes from "./jobs.module.css";

interface JobTabsProps<T extends string> {
  tabs: readonly T[];
  current: T;
}

/** The parts of the page, each with an address of its own. */
export function JobTabs<T extends "work" | "handlers" | "schedules" | "ended">({ tabs, current }: JobTabsProps<T>) {
  const { t } = useTranslation("admin");
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <nav className={classes.tabs} aria-label={t("jobs.shown")}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          {...linkProps(tab === "work" ? path : `${path}?tab=${tab}`)}
          activeOptions={{ exact: true, includeSearch: true }}
          className={classes.tab}
          aria-current={tab === current ? "page" : undefined}
        >
          {t(`jobs.tabs.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
