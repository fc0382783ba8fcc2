import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Notice.module.css";
import type { Tone } from "./tokens";

const icons: Record<Tone, Icon> = {
  neutral: IconInfoCircle,
  info: IconInfoCircle,
  progress: IconInfoCircle,
  decision: IconInfoCircle,
  success: IconCircleCheck,
  warning: IconAlertTriangle,
  danger: IconAlertOctagon,
};

interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons at the end of the line. */
  actions?: ReactNode;
  /** Announced at once; for refusals. */
  urgent?: boolean;
}

/** A message that belongs to the place where it stands. */
export function Notice({ tone = "info", title, children, actions, urgent }: NoticeProps) {
  const Mark = icons[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={urgent ? "alert" : "status"}>
      <Mark size={18} stroke={1.75} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        {title ? <div className={classes.title}>{title}</div> : null}
        {children}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
