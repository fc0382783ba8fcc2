import type { ReactNode } from "react";
import classes from "./Screen.module.css";

/** A screen that fills the frame: its head, and a list that scrolls below it. */
export function Screen({ children }: { children: ReactNode }) {
  return <div className={classes.screen}>{children}</div>;
}

/** Content of a page or a panel with the usual space around it. */
export function Padded({ children, width }: { children: ReactNode; width?: number }) {
  return (
    <div className={classes.padded} style={width ? { maxInlineSize: width } : undefined}>
      {children}
    </div>
  );
}
