import { ActionIcon, Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconBellOff, IconDots, IconMail, IconMailOpened, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NotifyMessage } from "@/api/search";
import { DateText } from "@/ui/DateText";
import classes from "./notices.module.css";
import { useMessages } from "./useMessages";

/** One message: what it says, why one gets it, and what can be done with it. */
export function MessageRow({ message, earlier }: { message: NotifyMessage; earlier?: boolean }) {
  const { t } = useTranslation("app");
  const messages = useMessages();
  return (
    <div className={classes.row} data-unread={!message.read || undefined} data-earlier={earlier || undefined}>
      <UnstyledButton className={classes.message} onClick={() => messages.open(message)}>
        <span className={classes.title}>
          {message.read ? null : <VisuallyHidden>{t("notices.unread_mark")} </VisuallyHidden>}
          {message.title}
        </span>
        {message.text ? <span className={classes.text}>{message.text}</span> : null}
        <span className={classes.why}>
          <DateText value={message.at} relative />
          {message.because ? <span>{t("notices.because", { why: message.because })}</span> : null}
        </span>
      </UnstyledButton>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("notices.more", { title: message.title })}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {message.read ? (
            <Menu.Item leftSection={<IconMail size={16} stroke={1.75} />} onClick={() => void messages.unread(message)}>
              {t("notices.mark_unread")}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconMailOpened size={16} stroke={1.75} />} onClick={() => void messages.read(message)}>
              {t("notices.mark_read")}
            </Menu.Item>
          )}
          {message.entity && message.entity_id ? (
            <Menu.Item leftSection={<IconBellOff size={16} stroke={1.75} />} onClick={() => void messages.mute(message)}>
              {t("notices.mute")}
            </Menu.Item>
          ) : null}
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void messages.remove(message)}>
            {t("notices.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
