import { Tooltip } from "@mantine/core";
import { formatDay, formatInstant, formatRelative, isDay, today } from "./dates";
import { Unknown } from "./Unknown";

interface DateTextProps {
  /** A day ("2026-11-22") or an instant (RFC 3339). */
  value: string | null | undefined;
  /** "3 h ago" with the exact instant on hover and focus. */
  relative?: boolean;
  /** With its weekday, where a week matters. */
  weekday?: boolean;
  /** Past days are shown as overdue. */
  due?: boolean;
}

/** A day or an instant. Days are never shifted by a zone. */
export function DateText({ value, relative, weekday, due }: DateTextProps) {
  if (!value) return <Unknown />;
  if (isDay(value)) {
    const late = due && value < today();
    return (
      <time dateTime={value} className={late ? "lh-number lh-negative" : "lh-number"}>
        {formatDay(value, weekday ? "weekday" : "medium")}
      </time>
    );
  }
  if (!relative) {
    return (
      <time dateTime={value} className="lh-number">
        {formatInstant(value)}
      </time>
    );
  }
  return (
    <Tooltip label={formatInstant(value, { seconds: true })}>
      <time dateTime={value}>{formatRelative(value)}</time>
    </Tooltip>
  );
}
