import { Button, ScrollArea, Skeleton, Text } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ApiProblem } from "@/api/problem";
import type { Inbox } from "@/api/search";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { useMessages } from "../notices/useMessages";
import classes from "./Bell.module.css";

interface MessagesProps {
  /** The messages, as the bell reads them. */
  query: UseQueryResult<Inbox, ApiProblem>;
  onClose: () => void;
}

/** What the bell opens: the messages, each the way to its record. */
export function Messages({ query, onClose }: MessagesProps) {
  const { t } = useTranslation("app");
  const items = query.data?.items ?? [];
  const unread = query.data?.unread ?? 0;
  const newest = items[0];
  const messages = useMessages();
  return (
    <>
      <div className={classes.head}>
        <Text fw={600}>{t("bell.title")}</Text>
        {unread > 0 && newest ? (
          <Button size="compact-xs" variant="subtle" onClick={() => void messages.readAll(newest)}>
            {t("bell.read_all")}
          </Button>
        ) : null}
      </div>
      <ScrollArea.Autosize mah="60dvh">
        {query.isPending ? <Skeleton height={40} m="md" /> : null}
        {query.isError ? <ErrorBlock error={query.error} retry={() => void query.refetch()} compact /> : null}
        {query.isSuccess && items.length === 0 ? (
          <EmptyBlock icon={IconBellOff} title={t("bell.empty")} text={t("bell.empty_text")} compact />
        ) : null}
        <ul className={classes.list}>
          {items.map((message) => (
            <li key={message.id}>
              <button type="button" className={classes.message} data-unread={!message.read || undefined} onClick={() => {
                  messages.open(message);
                  onClose();
                }}>
                <span className={classes.title}>{message.title}</span>
                {message.text ? <span className={classes.text}>{message.text}</span> : null}
                <span className={classes.when}>
                  <DateText value={message.at} relative />
                  {message.because ? <span>{t("notices.because", { why: message.because })}</span> : null}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
      <div className={classes.foot}>
        <AppLink to="/notifications" fz="sm" onClick={onClose}>
          {t("bell.show_all")}
        </AppLink>
        <AppLink to="/me/notifications" fz="sm" onClick={onClose}>
          {t("notices.settings")}
        </AppLink>
      </div>
    </>
  );
}
