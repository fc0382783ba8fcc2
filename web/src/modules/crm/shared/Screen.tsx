import type { ReactNode } from "react";
import classes from "./shared.module.css";

/** A screen that fills the frame: its head, and a list or board that scrolls below it. */
export function Screen({ children }: { children: ReactNode }) {
  return <div className={classes.screen}>{children}</div>;
}
