import { ActionIcon, Menu } from "@mantine/core";
import { IconChevronDown, IconHome, IconHomeOff, IconLayoutDashboard, IconLock, IconLockOpen, IconPencil, IconStar, IconStarOff, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFavouriteActs, useFavourites } from "../favourites";
import { SaveDialog } from "./SaveDialog";
import type { ViewActs } from "./useViewActs";
import type { SavedView } from "./wire";

const size = { size: 16, stroke: 1.75 } as const;

/** What can be done with the view that is open: name and sharing, default, dashboard, lock, delete. */
export function ViewMenu({ saved, acts, onPlace }: { saved: SavedView; acts: ViewActs; onPlace: () => void }) {
  const { t } = useTranslation("views");
  const [editing, setEditing] = useState(false);
  const mine = saved.sharing === "private";
  const may = saved.may_change && !saved.locked;
  const { keep, drop } = useFavouriteActs();
  const record = { entity: "desk.view", id: saved.id };
  const starred = useFavourites().some((one) => one.entity === record.entity && one.id === record.id);
  const opensForMe = saved.default_for.includes("me");
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <ActionIcon size={24} variant="transparent" color="gray" aria-label={t("menu", { name: saved.name })}>
            <IconChevronDown size={14} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("by", { name: saved.owner.name, sharing: t(`sharing.${saved.sharing}`) })}</Menu.Label>
          <Menu.Item leftSection={<IconPencil {...size} />} disabled={!may} onClick={() => setEditing(true)}>
            {t("edit")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLayoutDashboard {...size} />} onClick={onPlace}>
            {t("widget.add_to")}
          </Menu.Item>
          <Menu.Item leftSection={starred ? <IconStarOff {...size} /> : <IconStar {...size} />} onClick={() => void (starred ? drop(record) : keep({ ...record, title: saved.name, list: saved.list }))}>
            {t(starred ? "ui:favourite.drop" : "ui:favourite.keep")}
          </Menu.Item>
          {mine ? (
            <Menu.Item leftSection={opensForMe ? <IconHomeOff {...size} /> : <IconHome {...size} />} onClick={() => void acts.change(saved, { default_for: opensForMe ? [] : ["me"] })}>
              {t(opensForMe ? "default.not_me" : "default.make_mine")}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={saved.locked ? <IconLockOpen {...size} /> : <IconLock {...size} />} disabled={!saved.may_change} onClick={() => void acts.change(saved, { locked: !saved.locked })}>
              {t(saved.locked ? "unlock" : "lock")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash {...size} />} color="red" disabled={!may} onClick={() => void acts.remove(saved)}>
            {t("delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing ? <SaveDialog acts={acts} saved={saved} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
