import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { AppLink } from "@/ui/AppLink";
import { useEntities } from "@/ui/registry";
import { showFailed } from "@/ui/UndoToast";
import classes from "./notices.module.css";

/** Records of which this person wants to hear nothing; each can be heard of again. */
export function MutedRecords() {
  const { t } = useTranslation("app");
  const entities = useEntities();
  const refresh = useRefresh();
  const query = useGet<{ items?: Schema<"NotifyMute">[] | null }>("/notify/mutes");
  const items = query.data?.items ?? [];
  return (
    <section className={classes.area}>
      <h2 className={classes.areaTitle}>{t("notices.muted_title")}</h2>
      {query.isSuccess && items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("notices.muted_none")}
        </Text>
      ) : null}
      <ul className={classes.kinds} hidden={items.length === 0}>
        {items.map((mute) => {
          const path = entities[mute.entity]?.path(mute.entity_id);
          return (
            <li key={mute.id} className={classes.kind}>
              <div className={classes.kindText}>{path ? <AppLink to={path}>{mute.title}</AppLink> : <span>{mute.title}</span>}</div>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t("notices.unmute_named", { title: mute.title })}
                onClick={() => void api.delete(`/notify/mutes/${mute.id}`).then(() => refresh("/notify/mutes"), showFailed)}
              >
                {t("notices.unmute")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
