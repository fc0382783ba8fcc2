import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import type { NotifyMessage } from "@/api/search";
import { useGo } from "@/ui/address";
import { useEntities } from "@/ui/registry";
import { showDone, showFailed } from "@/ui/UndoToast";

/** What can be done with messages, here and in the bell. */
export function useMessages() {
  const { t } = useTranslation("app");
  const entities = useEntities();
  const refresh = useRefresh();
  const go = useGo();
  const act = (what: Promise<unknown>) => what.then(() => refresh("/notify/messages"), showFailed);
  const pathOf = (message: NotifyMessage) => (message.entity_id ? entities[message.entity ?? ""]?.path(message.entity_id) : undefined);
  const read = (message: NotifyMessage) => act(api.post(`/notify/messages/${message.id}/read`));
  return {
    pathOf,
    read,
    unread: (message: NotifyMessage) => act(api.post(`/notify/messages/${message.id}/unread`)),
    remove: (message: NotifyMessage) => act(api.delete(`/notify/messages/${message.id}`)),
    readAll: (newest: NotifyMessage) => act(api.post("/notify/messages/read-all", { newest: newest.id })),
    mute: (message: NotifyMessage) =>
      api.post("/notify/mutes", { entity: message.entity, entity_id: message.entity_id, title: message.title }).then(async () => {
        showDone(t("notices.muted"));
        await refresh("/notify/mutes");
      }, showFailed),
    /** Marks it as read and goes to its record, if it is about one that has a page. */
    open: (message: NotifyMessage) => {
      if (!message.read) void read(message);
      const path = pathOf(message);
      if (path) go(path);
      return Boolean(path);
    },
  };
}
