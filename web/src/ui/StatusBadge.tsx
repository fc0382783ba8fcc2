import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconHourglass,
  IconProgress,
  type Icon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { toneOf } from "./status";
import classes from "./StatusBadge.module.css";
import type { Tone } from "./tokens";

const icons: Record<Tone, Icon> = {
  neutral: IconCircle,
  info: IconCircleDot,
  progress: IconProgress,
  decision: IconHourglass,
  success: IconCircleCheck,
  warning: IconAlertTriangle,
  danger: IconAlertOctagon,
};

interface StatusBadgeProps {
  /** Entity whose states these are: "crm.order". Its map is in `status.ts`. */
  kind: string;
  state: string | null | undefined;
  /** The word; if not given, the state with spaces. */
  label?: string;
  tone?: Tone;
}

/** A state: tone, icon and word. Unknown states are neutral with the raw word. */
export function StatusBadge({ kind, state, label, tone }: StatusBadgeProps) {
  const { i18n } = useTranslation("ui");
  if (!state) return null;
  const shown = tone ?? toneOf(kind, state);
  const Mark = icons[shown];
  const key = `ui:states.${kind.replace(".", "_")}.${state}`;
  const word = label ?? (i18n.exists(key) ? i18n.t(key) : wordOf(state));
  return (
    <span className={classes.badge} data-tone={shown}>
      <Mark size={13} stroke={2} aria-hidden />
      <span className={classes.word}>{word}</span>
    </span>
  );
}

function wordOf(state: string): string {
  const words = state.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
