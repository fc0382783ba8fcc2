import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import type { ModuleRoute } from "@/ui/module";
import { useModules } from "@/ui/registry";
import { useShownTitle } from "@/ui/usePageTitle";
import classes from "./Breadcrumb.module.css";
import { placeOf, useScreen } from "./useScreen";

interface Crumb {
  label: string;
  to?: string;
}

/** Where one is: module, list with the place one left it at, record. */
export function Breadcrumb({ phone }: { phone: boolean }) {
  const { t } = useTranslation("app");
  const crumbs = useCrumbs();
  const shown = phone ? crumbs.slice(-1) : crumbs;
  return (
    <nav className={classes.trail} aria-label={t("breadcrumb")}>
      <ol>
        {shown.map((crumb, index) => (
          <li key={`${crumb.label}-${index}`} className={index === shown.length - 1 ? classes.last : undefined}>
            {index > 0 ? <IconChevronRight size={14} stroke={1.75} aria-hidden className={classes.mark} /> : null}
            {crumb.to ? (
              <Link {...linkProps(crumb.to)} className={classes.link}>
                {crumb.label}
              </Link>
            ) : (
              <span dir="auto" aria-current={index === shown.length - 1 ? "page" : undefined}>
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function useCrumbs(): Crumb[] {
  const { t } = useTranslation("app");
  const { screen } = useScreen();
  const modules = useModules();
  const title = useShownTitle();
  if (!screen) return title ? [{ label: title }] : [];
  const module = modules.find((m) => m.name === screen.module);
  const crumbs: Crumb[] = [];
  // What stands beside Today belongs to no section of the rail.
  if (module && module.menu.length > 0) crumbs.push({ label: t(module.label) });
  if (screen.path.includes("$")) {
    const list = module && listOf(screen.path, module.routes);
    if (list) crumbs.push({ label: t(list.title), to: placeOf(list.path) });
    crumbs.push({ label: title || t(screen.title) });
  } else {
    crumbs.push({ label: t(screen.title) });
  }
  return crumbs;
}

/** The screen to which a record belongs: the nearest above it that there is. */
export function listOf(path: string, routes: ModuleRoute[]): ModuleRoute | undefined {
  const above = path.slice(0, path.lastIndexOf("/"));
  return above ? (routes.find((route) => route.path === above) ?? listOf(above, routes)) : undefined;
}
