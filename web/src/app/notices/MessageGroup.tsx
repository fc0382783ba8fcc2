import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Group } from "./groups";
import { MessageRow } from "./MessageRow";
import classes from "./notices.module.css";

/** All that was said about one record: the newest, and the rest on demand. */
export function MessageGroup({ group }: { group: Group }) {
  const { t } = useTranslation("app");
  const [opened, setOpened] = useState(false);
  return (
    <li className={classes.group}>
      <MessageRow message={group.newest} />
      {group.earlier.length > 0 ? (
        <Button size="compact-xs" variant="subtle" className={classes.earlier} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {opened ? t("notices.less") : t("notices.earlier", { count: group.earlier.length })}
        </Button>
      ) : null}
      {opened ? group.earlier.map((message) => <MessageRow key={message.id} message={message} earlier />) : null}
    </li>
  );
}
