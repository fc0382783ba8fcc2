import type { ReactNode } from "react";

interface ScrollableProps {
  label: string;
  /** Says how it scrolls, and how high or wide it is. */
  className?: string;
  /** Text whose lines and spaces count is "pre". */
  as?: "div" | "pre";
  children: ReactNode;
}

/** A region that scrolls by itself, which the keyboard must reach. */
export function Scrollable({ label, className, as: Box = "div", children }: ScrollableProps) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} className={className}>
      {children}
    </Box>
  );
}
