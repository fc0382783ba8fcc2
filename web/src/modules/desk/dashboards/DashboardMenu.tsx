import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconHome, IconLock, IconLockOpen, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "@/ui/dashboard/wire";
import classes from "./Dashboard.module.css";
import { DashboardDialog } from "./DashboardDialog";
import { useDashboardActs } from "./useDashboardActs";

const size = { size: 16, stroke: 1.75 } as const;

/** What can be done with a dashboard: name and sharing, the start of Today, a copy, the lock, its end. */
export function DashboardMenu({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("desk");
  const acts = useDashboardActs();
  const [editing, setEditing] = useState(false);
  const { name, locked, may_change: mayChange } = dashboard;
  const mine = dashboard.sharing === "private";
  const begins = dashboard.default_for.includes("me");
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={36} variant="subtle" color="gray" className={classes.dots} aria-label={t("menu", { name })}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("by", { name: dashboard.owner.name })}</Menu.Label>
          <Menu.Item leftSection={<IconPencil {...size} />} disabled={!mayChange || locked} onClick={() => setEditing(true)}>
            {t("edit")}
          </Menu.Item>
          {mine ? (
            <Menu.Item leftSection={<IconHome {...size} />} onClick={() => void acts.change(dashboard, { default_for: begins ? [] : ["me"] }, t(begins ? "today.off" : "today.on", { name }))}>
              {t(begins ? "today.unpin" : "today.pin")}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={locked ? <IconLockOpen {...size} /> : <IconLock {...size} />} disabled={!mayChange} onClick={() => void acts.change(dashboard, { locked: !locked }, t(locked ? "unlocked" : "locked", { name }))}>
              {t(locked ? "unlock" : "lock")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCopy {...size} />} onClick={() => void acts.copy(dashboard)}>
            {t("copy")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...size} />} color="red" disabled={!mayChange || locked} onClick={() => void acts.remove(dashboard)}>
            {t("delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing ? <DashboardDialog dashboard={dashboard} onClose={() => setEditing(false)} onDone={() => setEditing(false)} /> : null}
    </>
  );
}
