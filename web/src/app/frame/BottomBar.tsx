import { UnstyledButton } from "@mantine/core";
import { IconChecks, IconHome, IconMenu2, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import classes from "./BottomBar.module.css";
import { CreateMenu } from "./CreateMenu";
import { useScreen } from "./useScreen";

/** On phones: Today, search, new, menu, within reach of the thumb. */
export function BottomBar({ onSearch, onMenu }: { onSearch: () => void; onMenu: () => void }) {
  const { t } = useTranslation("app");
  const { path } = useScreen();
  return (
    <nav className={classes.bar} aria-label={t("bottom.label")}>
      <Link {...linkProps("/")} activeOptions={{ exact: true, includeSearch: false }} className={classes.item} data-active={path === "/" || undefined}>
        <IconHome size={22} stroke={1.75} aria-hidden />
        {t("today.title")}
      </Link>
      <UnstyledButton className={classes.item} onClick={onSearch}>
        <IconSearch size={22} stroke={1.75} aria-hidden />
        {t("bottom.search")}
      </UnstyledButton>
      <CreateMenu
        target={
          <UnstyledButton className={classes.item}>
            <IconPlus size={22} stroke={1.75} aria-hidden />
            {t("create")}
          </UnstyledButton>
        }
      />
      <Link {...linkProps("/approvals")} activeOptions={{ exact: true, includeSearch: false }} className={classes.item} data-active={path === "/approvals" || undefined}>
        <IconChecks size={22} stroke={1.75} aria-hidden />
        {t("approvals.title")}
      </Link>
      <UnstyledButton className={classes.item} onClick={onMenu} aria-haspopup="dialog">
        <IconMenu2 size={22} stroke={1.75} aria-hidden />
        {t("bottom.menu")}
      </UnstyledButton>
    </nav>
  );
}
