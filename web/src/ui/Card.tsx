import type { Icon } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "./AppLink";
import classes from "./Card.module.css";
import { formatCount } from "./number";

interface CardProps {
  title: ReactNode;
  icon?: Icon;
  /** How many there are, behind the title. */
  count?: number;
  /** Address of the list behind the card: a link "Open all" at the end of the head. */
  to?: string;
  /** Words of that link. */
  toLabel?: string;
  /** Buttons at the end of the head. */
  actions?: ReactNode;
  /** Without inner space, for lists whose lines reach the edges. */
  flush?: boolean;
  children: ReactNode;
}

/** A framed block with a head: the cards of Today and of overviews. */
export function Card({ title, icon: Mark, count, to, toLabel, actions, flush, children }: CardProps) {
  const { t } = useTranslation("ui");
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        {Mark ? <Mark size={18} stroke={1.75} aria-hidden className={classes.icon} /> : null}
        <h2 id={id} className={classes.title}>
          {title}
          {count !== undefined ? <span className={classes.count}>{formatCount(count)}</span> : null}
        </h2>
        {actions}
        {to ? (
          <AppLink to={to} fz="sm">
            {toLabel ?? t("open_all")}
          </AppLink>
        ) : null}
      </header>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
