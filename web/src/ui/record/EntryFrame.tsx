import { ActionIcon, Menu, Text, Tooltip } from "@mantine/core";
import { IconDots, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatInstant, formatTime } from "../dates";
import { showFailed } from "../UndoToast";
import classes from "./record.module.css";

/** Something that can be done with an entry. */
export interface EntryAction {
  id: string;
  label: string;
  icon: Icon;
  danger?: boolean;
  run: () => void | Promise<void>;
}

interface EntryFrameProps {
  kind: "note" | "task" | "file";
  icon: Icon;
  by: ReactNode;
  at: string;
  actions: EntryAction[];
  position?: { at: number; of: number };
  children: ReactNode;
}

/** An entry of the timeline: its mark, who and when, its menu, and what it is. */
export function EntryFrame({ kind, icon: Mark, by, at, actions, position, children }: EntryFrameProps) {
  const { t } = useTranslation("talk");
  return (
    <article className={classes.entry} aria-posinset={position?.at} aria-setsize={position?.of}>
      <span className={classes.mark} data-kind={kind}>
        <Mark size={14} stroke={2} aria-hidden />
      </span>
      <div className={classes.body}>
        <div className={classes.by}>
          <span className={classes.who} dir="auto">
            {by}
          </span>
          <Tooltip label={formatInstant(at, { seconds: true })}>
            <Text size="xs" c="dimmed" component="time" className="lh-number">
              {formatTime(at)}
            </Text>
          </Tooltip>
          {actions.length > 0 ? (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon size={24} aria-label={t("more")}>
                  <IconDots size={16} stroke={1.75} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {actions.map((action) => (
                  <Menu.Item
                    key={action.id}
                    color={action.danger ? "red" : undefined}
                    leftSection={<action.icon size={16} stroke={1.75} />}
                    onClick={() => void Promise.resolve(action.run()).catch(showFailed)}
                  >
                    {action.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </div>
        {children}
      </div>
    </article>
  );
}
