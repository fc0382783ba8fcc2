import { Button, Kbd, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { singleKeys } from "@/ui/keys";
import { useCreateActions } from "./entries";

/** "+ New": everything that this person may create, by module. `target` replaces the button. */
export function CreateMenu({ target }: { target?: ReactElement }) {
  const { t } = useTranslation("app");
  const actions = useCreateActions();
  if (actions.length === 0) return null;
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        {target ?? (
          <Button size="xs" h={32} me={4} variant="light" leftSection={<IconPlus size={16} stroke={2} />}>
            {t("create")}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown mah="70dvh" style={{ overflowY: "auto" }}>
        {actions.map(({ module, action }, index) => (
          <div key={action.path}>
            {module !== actions[index - 1]?.module ? <Menu.Label>{t(module.label)}</Menu.Label> : null}
            <Menu.Item
              leftSection={<action.icon size={18} stroke={1.75} aria-hidden />}
              rightSection={action.key && singleKeys() ? <Kbd size="xs">{`c ${action.key}`}</Kbd> : null}
              renderRoot={(props) => <Link {...props} {...linkProps(action.path)} />}
            >
              {t(action.label)}
            </Menu.Item>
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
