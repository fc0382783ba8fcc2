import { Button, SegmentedControl, Skeleton, Switch } from "@mantine/core";
import { IconBell, IconBellOff, IconChecks, IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useGet, usePages } from "@/api/query";
import type { Schema } from "@/api/schema";
import type { Inbox, NotifyMessage } from "@/api/search";
import { useParams } from "@/ui/address";
import { linkProps } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { grouped } from "./groups";
import { MessageGroup } from "./MessageGroup";
import classes from "./notices.module.css";
import { useMessages } from "./useMessages";

/** Everything that the house has told this person, by record. */
export function NotificationsPage() {
  const { t } = useTranslation("app");
  const [params, set] = useParams();
  const tab = params["tab"] === "mine" || params["tab"] === "system" ? params["tab"] : "";
  const unread = params["unread"] === "true";
  const pages = usePages<NotifyMessage>("/notify/messages", { limit: 50, tab: tab || undefined, unread: unread || undefined });
  const kinds = useGet<{ items?: Schema<"NotifyKindView">[] | null }>("/notify/kinds", undefined, { staleTime: 300_000 });
  const messages = useMessages();
  const all = pages.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const newest = all[0];
  const count = (pages.data?.pages[0] as Inbox | undefined)?.unread ?? 0;
  const both = (kinds.data?.items ?? []).some((kind) => kind.system);
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("notices.title")}
        icon={IconBell}
        actions={
          <>
            {count > 0 && newest ? (
              <Button variant="default" leftSection={<IconChecks size={16} stroke={1.75} />} onClick={() => void messages.readAll(newest)}>
                {t("bell.read_all")}
              </Button>
            ) : null}
            <Button variant="default" leftSection={<IconSettings size={16} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/me/notifications")} />}>
              {t("notices.settings")}
            </Button>
          </>
        }
      />
      <div className={classes.tools}>
        {both ? (
          <SegmentedControl
            size="xs"
            aria-label={t("notices.about")}
            value={tab}
            onChange={(next) => set({ tab: next || undefined })}
            data={[
              { value: "", label: t("notices.all") },
              { value: "mine", label: t("notices.mine") },
              { value: "system", label: t("notices.system") },
            ]}
          />
        ) : null}
        <Switch label={t("notices.only_unread")} checked={unread} onChange={(event) => set({ unread: event.currentTarget.checked ? "true" : undefined })} />
      </div>
      {pages.isPending ? <Skeleton height={64} mx="md" aria-label={t("notices.title")} /> : null}
      {pages.isError ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && all.length === 0 ? (
        unread ? (
          <EmptyBlock icon={IconChecks} title={t("notices.none_unread")} text={t("notices.none_unread_text")} />
        ) : (
          <EmptyBlock icon={IconBellOff} title={t("bell.empty")} text={t("bell.empty_text")} />
        )
      ) : null}
      <ul className={classes.list} aria-label={t("notices.title")} hidden={all.length === 0}>
        {grouped(all).map((group) => (
          <MessageGroup key={group.key} group={group} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button variant="default" className={classes.next} loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("notices.next")}
        </Button>
      ) : null}
    </div>
  );
}
