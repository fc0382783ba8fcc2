import { ActionIcon, TextInput } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EntityLink } from "@/ui/EntityLink";
import { formatDecimal, isDecimal, parseNumber } from "@/ui/number";
import { stepped } from "./quantities";
import classes from "./WorkLines.module.css";

/** A fact of a line: ordered, received, reserved. */
export interface WorkFact {
  label: string;
  value: ReactNode;
}

/** One line of a document on which somebody works with the goods in hand. */
export interface WorkLine {
  id: string;
  product: { id: string; name: string; sku: string };
  unit: string;
  facts: WorkFact[];
  /** What is typed for it; null when there is nothing to do. */
  now: string | null;
  /** Fills the field with one touch. */
  all?: string;
  /** Why it is wrong. */
  problem?: string;
  /** What one should know. */
  note?: ReactNode;
  /** A control of its own below the quantity: into which place. */
  extra?: ReactNode;
  faded?: boolean;
}

interface WorkLinesProps {
  label: string;
  /** Head of the column that is typed: "Receive now". */
  nowLabel: string;
  lines: WorkLine[];
  onChange: (id: string, value: string) => void;
}

/** Lines with a quantity each, made for a thumb: large steps, and one touch for the whole. */
export function WorkLines({ label, nowLabel, lines, onChange }: WorkLinesProps) {
  const { t } = useTranslation("documents");
  return (
    <ul className={classes.lines} aria-label={label}>
      {lines.map((line) => (
        <li key={line.id} className={classes.line} data-faded={line.faded || undefined} data-problem={line.problem ? true : undefined}>
          <div>
            <div className={classes.product}>
              <EntityLink entity="inventory.product" id={line.product.id} label={line.product.name} />
            </div>
            <div className={classes.sku}>{line.product.sku}</div>
            {line.note ? <div className={classes.note}>{line.note}</div> : null}
          </div>
          <dl className={classes.facts}>
            {line.facts.map((fact) => (
              <div key={fact.label}>
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
          <div className={classes.entry}>
            {line.now === null ? null : (
              <>
                <div className={classes.stepper}>
                  <ActionIcon variant="default" className={classes.step} onClick={() => onChange(line.id, stepped(line.now ?? "", -1))} aria-label={t("work.less", { product: line.product.name })}>
                    <IconMinus size={18} stroke={1.75} />
                  </ActionIcon>
                  <NowField label={`${nowLabel}: ${line.product.name}`} value={line.now} unit={line.unit} error={line.problem !== undefined} onChange={(value) => onChange(line.id, value)} />
                  <ActionIcon variant="default" className={classes.step} onClick={() => onChange(line.id, stepped(line.now ?? "", 1))} aria-label={t("work.more", { product: line.product.name })}>
                    <IconPlus size={18} stroke={1.75} />
                  </ActionIcon>
                </div>
                {line.problem ? (
                  <div className={classes.problem} role="alert">
                    {line.problem}
                  </div>
                ) : null}
                {line.extra}
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function NowField({ label, value, unit, error, onChange }: { label: string; value: string; unit: string; error: boolean; onChange: (value: string) => void }) {
  return (
    <TextInput
      className={classes.now}
      aria-label={label}
      aria-invalid={error || undefined}
      error={error}
      withErrorStyles
      inputMode="decimal"
      autoComplete="off"
      value={isDecimal(value) ? formatDecimal(value).replace("−", "-") : value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        // "1." is on its way to "1.5" and stays as it is typed.
        onChange(/[.,]$/.test(text) ? text : (parseNumber(text)?.value ?? text));
      }}
      rightSection={<span className={classes.unit}>{unit}</span>}
      rightSectionWidth={48}
      rightSectionPointerEvents="none"
    />
  );
}

/** What will happen, and the button that does it; stays in sight at the bottom. */
export function WorkBar({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div className={classes.bar}>
      <div className={classes.barText} role="status">
        {children}
      </div>
      <div className={classes.barActions}>{actions}</div>
    </div>
  );
}
