import type { ReactNode } from "react";
import type { Option } from "./form/fields";
import classes from "./OptionMark.module.css";
import type { Tone } from "./tokens";

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

const tones: Record<string, Tone> = {
  grey: "neutral", red: "danger", orange: "warning", yellow: "warning", lime: "success", green: "success", teal: "success", cyan: "progress", blue: "info", indigo: "info",
  violet: "decision", grape: "decision", pink: "danger",
};

/** The tone that comes nearest to a colour, where only tones are drawn: the bar of a board's column. */
export function toneOfColour(colour: string | undefined): Tone | undefined {
  return colour ? tones[colour] : undefined;
}
