import { Button, ScrollArea, Skeleton, Text } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ApiProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import type { Inbox, NotifyMessage } from "@/api/search";
import { useGo } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { useEntities } from "@/ui/registry";
import { showFailed } from "@/ui/UndoToast";
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
  const entities = useEntities();
  const refresh = useRefresh();
  const go = useGo();
  const read = (path: string, body?: unknown) =>
    void api.post(`/notify/messages/${path}`, body).then(() => refresh("/notify/messages"), showFailed);
  const open = (message: NotifyMessage) => {
    if (!message.read) read(`${message.id}/read`);
    const entity = entities[message.entity ?? ""];
    if (entity && message.entity_id) go(entity.path(message.entity_id));
    onClose();
  };
  return (
    <>
      <div className={classes.head}>
        <Text fw={600}>{t("bell.title")}</Text>
        {unread > 0 && newest ? (
          <Button size="compact-xs" variant="subtle" onClick={() => read("read-all", { newest: newest.id })}>
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
              <button type="button" className={classes.message} data-unread={!message.read || undefined} onClick={() => open(message)}>
                <span className={classes.title}>{message.title}</span>
                {message.text ? <span className={classes.text}>{message.text}</span> : null}
                <span className={classes.when}>
                  <DateText value={message.at} relative />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
    </>
  );
}
