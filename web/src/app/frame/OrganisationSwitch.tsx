import { Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/ui/session";
import { OrganisationMark } from "./OrganisationMark";
import classes from "./OrganisationSwitch.module.css";

/** Where one is, and the way to one's other organisations; each opens in this tab or, by its link, in another. */
export function OrganisationSwitch({ folded }: { folded: boolean }) {
  const { t } = useTranslation("app");
  const { organisation, organisations } = useMe();
  const others = organisations ?? [];
  const face = (
    <>
      <OrganisationMark name={organisation.name} />
      <span className={classes.name} dir="auto">
        {organisation.name}
      </span>
    </>
  );
  if (others.length < 2) {
    return (
      <Tooltip label={organisation.name} position="right" disabled={!folded}>
        <div className={classes.switch} data-folded={folded || undefined}>
          {face}
        </div>
      </Tooltip>
    );
  }
  return (
    <Menu position="bottom-start" width={240} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.switch} data-folded={folded || undefined} aria-label={t("organisation.switch", { name: organisation.name })}>
          {face}
          <IconSelector size={16} stroke={1.75} aria-hidden className={classes.selector} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("organisation.yours")}</Menu.Label>
        {others.map((org) => (
          <Menu.Item
            key={org.id}
            component="a"
            href={`/o/${org.slug}`}
            aria-current={org.id === organisation.id ? "true" : undefined}
            leftSection={<OrganisationMark name={org.name} />}
            rightSection={org.id === organisation.id ? <IconCheck size={16} stroke={1.75} aria-hidden /> : null}
          >
            {org.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
