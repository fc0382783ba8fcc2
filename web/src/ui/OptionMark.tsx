import type { ReactNode } from "react";
import type { Option } from "./form/fields";
import classes from "./OptionMark.module.css";

/** The colours that an option can have, in the order in which they are offered. */
export const optionColours = ["grey", "red", "orange", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "grape", "pink"] as const;

/** The name of a choice behind a dot of its colour. The dot is for the eye alone: the name says it all. */
export function OptionMark({ colour, children }: { colour?: string; children: ReactNode }) {
  if (!colour) return <span dir="auto">{children}</span>;
  return (
    <span className={classes.mark}>
      <span className={classes.dot} data-colour={colour} aria-hidden />
      <span dir="auto">{children}</span>
    </span>
  );
}

/** Draws the choices of a Select or MultiSelect. */
export function optionMark({ option }: { option: object }): ReactNode {
  const { label, colour } = option as Option;
  return <OptionMark colour={colour}>{label}</OptionMark>;
}
