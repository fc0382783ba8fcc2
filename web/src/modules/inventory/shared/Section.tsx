import type { ReactNode } from "react";
import classes from "./shared.module.css";

interface SectionProps {
  title: string;
  id?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled part of a page that others can jump to. */
export function Section({ title, id, actions, children }: SectionProps) {
  return (
    <section className={classes.section} id={id} tabIndex={-1} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
