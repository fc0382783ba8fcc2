import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Icon } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { linkProps } from "@/ui/AppLink";
import classes from "./Rail.module.css";

interface RailLinkProps {
  to: string;
  icon: Icon;
  label: string;
  active: boolean;
  folded: boolean;
  count?: number;
}

/** A line of the rail; folded, its icon with its name beside the pointer. */
export function RailLink({ to, icon: Mark, label, active, folded, count = 0 }: RailLinkProps) {
  const line = useRef<HTMLAnchorElement>(null);
  // The menu is longer than many windows: where one is must not be below its edge.
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <Tooltip label={label} position="right" disabled={!folded}>
      <Link ref={line} {...linkProps(to)} activeOptions={{ exact: true, includeSearch: false }} className={classes.line} data-active={active || undefined}>
        <Mark size={18} stroke={1.75} aria-hidden />
        <span className={classes.label} dir="auto">{label}</span>
        {count > 0 ? <span className={classes.count}>{count}</span> : null}
      </Link>
    </Tooltip>
  );
}
