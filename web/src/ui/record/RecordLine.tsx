import { Button, Popover, Text, Tooltip } from "@mantine/core";
import { IconBell, IconBellFilled, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { talkPath, useAbout, useTalkRefresh, type RecordRef } from "@/api/notes";
import { useEmbedded } from "../embedded";
import { showDone, showFailed } from "../UndoToast";
import classes from "./record.module.css";
import { TagLine } from "./TagLine";

/** Below the name of a record: follow it, who else does, and its tags. */
export function RecordLine({ record }: { record: RecordRef }) {
  const { t } = useTranslation("talk");
  const embedded = useEmbedded();
  const about = useAbout(record).data;
  const refresh = useTalkRefresh(record);
  const [busy, setBusy] = useState(false);
  if (!about) return null;
  const follow = async () => {
    setBusy(true);
    try {
      if (about.following) await api.delete(`${talkPath(record)}/follow`);
      else await api.put(`${talkPath(record)}/follow`, undefined);
      showDone(about.following ? t("follow.stopped") : t("follow.started"));
      await refresh();
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  const count = about.followers.length;
  return (
    <div className={embedded ? `${classes.head} ${classes.headEmbedded}` : classes.head}>
      <Tooltip label={about.following ? t("follow.stop") : t("follow.start")}>
        <Button
          size="compact-xs"
          variant={about.following ? "light" : "default"}
          aria-pressed={about.following}
          loading={busy}
          leftSection={about.following ? <IconBellFilled size={14} /> : <IconBell size={14} stroke={1.75} />}
          onClick={() => void follow()}
        >
          {about.following ? t("follow.following") : t("follow.follow")}
        </Button>
      </Tooltip>
      {count > 0 ? (
        <Popover position="bottom-start" shadow="md" withinPortal>
          <Popover.Target>
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconUsers size={14} stroke={1.75} />} aria-label={t("follow.count", { count })}>
              {count}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <Text size="xs" fw={600} c="dimmed">
              {t("follow.count", { count })}
            </Text>
            {about.followers.map((person) => (
              <Text key={person.id} size="sm" dir="auto">
                {person.name}
              </Text>
            ))}
          </Popover.Dropdown>
        </Popover>
      ) : null}
      <TagLine record={record} tags={about.tags} mayWrite={about.may_write} />
    </div>
  );
}
