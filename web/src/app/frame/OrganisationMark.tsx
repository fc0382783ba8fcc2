import classes from "./OrganisationMark.module.css";

/** First letter of an organisation, in a square. */
export function OrganisationMark({ name }: { name: string }) {
  return (
    <span className={classes.mark} aria-hidden>
      {[...name.trim()][0]?.toLocaleUpperCase() ?? "?"}
    </span>
  );
}
