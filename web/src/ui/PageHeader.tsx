import { Group, Title } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { useEffect, useRef, type ReactNode } from "react";
import classes from "./PageHeader.module.css";
import { usePageTitle } from "./usePageTitle";

interface PageHeaderProps {
  title: string;
  icon?: Icon;
  /** Beside the title: a badge or a count. */
  aside?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** A line below the title. */
  children?: ReactNode;
}

/** Head of a page: its title takes the focus when one comes here, and names the browser tab. */
export function PageHeader({ title, icon: Mark, aside, actions, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.header}>
      <div className={classes.line}>
        <Group gap="sm" wrap="nowrap" className={classes.title}>
          {Mark ? <Mark size={20} stroke={1.75} aria-hidden className={classes.icon} /> : null}
          <Title order={1} ref={heading} tabIndex={-1} className={classes.text}>
            {title}
          </Title>
          {aside}
        </Group>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}
