import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { linkProps } from "@/ui/AppLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import classes from "./imports.module.css";
import { steps, type Step } from "./steps";

interface WizardProps {
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
  now: Step;
  /** Address of a step; undefined while it cannot be opened. */
  href: (step: Step) => string | undefined;
  /** Until where the work is done. */
  done: (step: Step) => boolean;
  children: ReactNode;
}

/** The frame of an import: its name, and the rail of its steps, each of which is an address. */
export function Wizard({ title, aside, actions, now, href, done, children }: WizardProps) {
  const { t } = useTranslation("imports");
  return (
    <Screen>
      <PageHeader title={title} aside={aside} actions={actions} />
      <nav aria-label={t("steps.label")}>
        <ol className={classes.rail}>
          {steps.map((step, index) => {
            const state = step === now ? "now" : done(step) ? "done" : "later";
            const to = step === now ? undefined : href(step);
            const content = (
              <>
                <span className={classes.number} aria-hidden>
                  {state === "done" ? <IconCheck size={14} stroke={2.5} /> : index + 1}
                </span>
                <span className={classes.word}>{t(`steps.${step}`)}</span>
              </>
            );
            return (
              <li key={step}>
                {to ? (
                  <Link {...linkProps(to)} className={classes.step} data-state={state}>
                    {content}
                  </Link>
                ) : (
                  <span className={classes.step} data-state={state} aria-current={step === now ? "step" : undefined}>
                    {content}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      {children}
    </Screen>
  );
}

/** A step whose content scrolls above its buttons. */
export function StepBody({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  return (
    <>
      <div className={classes.scroll}>
        <div className={classes.page}>{children}</div>
      </div>
      {foot ? <div className={classes.foot}>{foot}</div> : null}
    </>
  );
}
