import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/ui/dates";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "../shared/shared.module.css";

/** What can be done with one period. */
export interface PeriodAction {
  id: string;
  label: string;
  icon: Icon;
  run: () => void;
}

interface PeriodProps {
  state: "past" | "current" | "upcoming";
  title: ReactNode;
  /** Name for the ear, of the menu. */
  name: string;
  from: string;
  to?: string;
  children?: ReactNode;
  actions?: PeriodAction[];
}

/** A stretch of time in which something held, with its chip. */
export function Period({ state, title, name, from, to, children, actions = [] }: PeriodProps) {
  const { t } = useTranslation("hr");
  return (
    <li className={classes.period} data-state={state}>
      <div>
        <div className={classes.periodHead}>
          <span className={classes.periodTitle}>{title}</span>
          <StatusBadge kind="hr.assignment" state={state} label={t(`state.${state}`)} />
        </div>
        <div className={classes.periodDates}>{to ? t("period.between", { from: formatDay(from), to: formatDay(to) }) : t(state === "upcoming" ? "period.from" : "period.since", { from: formatDay(from) })}</div>
      </div>
      {actions.length > 0 ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t("period.actions", { name })}>
              <IconDots size={18} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map((action) => (
              <Menu.Item key={action.id} leftSection={<action.icon size={16} stroke={1.75} />} onClick={action.run}>
                {action.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <span />
      )}
      {children ? <div className={classes.periodFacts}>{children}</div> : null}
    </li>
  );
}
