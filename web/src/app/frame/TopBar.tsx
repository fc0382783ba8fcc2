import { ActionIcon, Kbd, Tooltip, UnstyledButton } from "@mantine/core";
import { IconHelpCircle, IconKeyboard, IconLifebuoy, IconSearch } from "@tabler/icons-react";
import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { Bell } from "./Bell";
import { Breadcrumb } from "./Breadcrumb";
import { CreateMenu } from "./CreateMenu";
import { PersonMenu } from "./PersonMenu";
import { RunningJobs } from "./RunningJobs";
import classes from "./TopBar.module.css";
import { mod } from "./useFrameKeys";

interface TopBarProps {
  phone: boolean;
  onSearch: () => void;
  onKeys: () => void;
}

/** The top bar: where one is, search, + New, what runs, the bell, help, and who one is. */
export function TopBar({ phone, onSearch, onKeys }: TopBarProps) {
  const { t } = useTranslation("app");
  return (
    <header className={classes.bar} data-shell>
      <Breadcrumb phone={phone} />
      {phone ? null : (
        <UnstyledButton className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <span className={classes.searchText}>{t("palette.open")}</span>
          <Kbd size="xs" className={classes.keys}>
            {t("palette.keys", { mod: mod() })}
          </Kbd>
        </UnstyledButton>
      )}
      <div className={classes.tools}>
        {phone ? null : <CreateMenu />}
        <RunningJobs />
        <Bell />
        {phone ? null : (
          <Menu position="bottom-end" width={220} withinPortal>
            <Menu.Target>
              <Tooltip label={t("help.title")}>
                <ActionIcon size={32} aria-label={t("help.title")}>
                  <IconHelpCircle size={20} stroke={1.75} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconLifebuoy size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/help")} />}>
                {t("help.title")}
              </Menu.Item>
              <Menu.Item leftSection={<IconKeyboard size={18} stroke={1.75} />} rightSection={<Kbd size="xs">?</Kbd>} onClick={onKeys}>
                {t("keys.title")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <PersonMenu phone={phone} />
      </div>
    </header>
  );
}
