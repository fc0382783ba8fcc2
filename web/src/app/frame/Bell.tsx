import { ActionIcon, Indicator, Popover, Tooltip } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Inbox } from "@/api/search";
import classes from "./Bell.module.css";

const Messages = lazy(() => import("./Messages").then((m) => ({ default: m.Messages })));

/** The bell: messages to this person, newest first; reading one marks it. */
export function Bell() {
  const { t } = useTranslation("app");
  const [opened, setOpened] = useState(false);
  const messages = useGet<Inbox>("/notify/messages", { limit: 30 }, { staleTime: 60_000 });
  const unread = messages.data?.unread ?? 0;
  const label = t("bell.label", { count: unread });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon size={32} aria-label={label} aria-haspopup="dialog" onClick={() => setOpened(!opened)}>
            <Indicator label={unread > 9 ? "9+" : unread} size={15} offset={2} disabled={unread === 0} classNames={{ root: classes.count, indicator: classes.mark }}>
              <IconBell size={20} stroke={1.75} />
            </Indicator>
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("bell.title")}>
        <Suspense fallback={null}>
          <Messages query={messages} onClose={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
