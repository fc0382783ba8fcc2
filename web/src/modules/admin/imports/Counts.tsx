import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportCounts } from "@/api/imports";
import { formatCount } from "@/ui/number";
import { StatusBadge } from "@/ui/StatusBadge";
import classes from "./imports.module.css";

const verdicts = ["create", "update", "unchanged", "error"] as const;

interface CountsProps {
  counts: ImportCounts;
  /** "will" before the run, "did" after it. */
  tense: "will" | "did";
  chosen: string | undefined;
  onChoose: (verdict: string | undefined) => void;
}

/** How many rows got which verdict; each number shows its rows. */
export function Counts({ counts, tense, chosen, onChoose }: CountsProps) {
  const { t } = useTranslation("imports");
  return (
    <div className={classes.counts} role="group" aria-label={t("check.counts")}>
      {verdicts.map((verdict) => (
        <UnstyledButton
          key={verdict}
          className={classes.count}
          aria-pressed={chosen === verdict}
          onClick={() => onChoose(chosen === verdict ? undefined : verdict)}
        >
          <strong>{formatCount(counts[verdict])}</strong>
          <span>
            <StatusBadge kind="import" state={verdict} label={t(`verdict.${tense}.${verdict}`)} tone={counts[verdict] === 0 ? "neutral" : undefined} />
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
