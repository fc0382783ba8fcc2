import type { MantineSize } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import "@mantine/dates/styles.layer.css";
import { IconCalendar } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { addDays, formatDay, isDay, today, weekStart } from "./dates";
import { locale } from "./number";

interface DateFieldProps {
  /** A day, "2026-11-22", or "" for none. */
  value: string;
  onChange: (value: string) => void;
  label?: ReactNode;
  "aria-label"?: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  clearable?: boolean;
  min?: string;
  max?: string;
  id?: string;
  onBlur?: () => void;
  size?: MantineSize;
}

/** Entry of a day by typing ("22.11.", "2026-11-22", "today", "+3") or by calendar. */
export function DateField({ value, onChange, min, max, clearable = true, ...rest }: DateFieldProps) {
  const { t } = useTranslation("ui");
  return (
    <DateInput
      {...rest}
      value={isDay(value) ? value : null}
      onChange={(next) => onChange(next ?? "")}
      dateParser={(text) => readDay(text)}
      valueFormat={(date) => formatDay(date.slice(0, 10))}
      minDate={min}
      maxDate={max}
      clearable={clearable}
      clearButtonProps={{ "aria-label": t("clear") }}
      firstDayOfWeek={weekStart()}
      locale={currentLanguage()}
      inputWrapperOrder={["label", "input", "description", "error"]}
      leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
      popoverProps={{ shadow: "md" }}
    />
  );
}

/** What a typed day means; null if it is none. Day or month first follows the reader's locale. */
export function readDay(text: string, now: string = today()): string | null {
  const typed = text.trim().toLowerCase();
  if (isDay(typed)) return real(typed);
  const near = nearDays()[typed];
  if (near !== undefined) return addDays(now, near);
  if (/^[+-]\d{1,4}$/.test(typed)) return addDays(now, Number(typed));
  const parts = /^(\d{1,2})[./\s-](\d{1,2})(?:[./\s-](\d{2}|\d{4})?)?$/.exec(typed);
  if (parts) {
    const monthFirst = typed.includes("/") && locale() === "en-US";
    const [day, month] = monthFirst ? [parts[2], parts[1]] : [parts[1], parts[2]];
    const year = parts[3] ? (parts[3].length === 2 ? `20${parts[3]}` : parts[3]) : now.slice(0, 4);
    return real(`${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`);
  }
  const parsed = /[a-z]/.test(typed) && /\d/.test(typed) ? new Date(`${typed} UTC`) : null;
  return parsed && !Number.isNaN(parsed.getTime()) ? parsed.toISOString().slice(0, 10) : null;
}

/** "today", "tomorrow" and "yesterday" in the reader's language, and in English. */
function nearDays(): Record<string, number> {
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const own = Object.fromEntries([-2, -1, 0, 1, 2].map((count) => [words.format(count, "day").toLowerCase(), count]));
  return { ...own, t: 0, today: 0, tomorrow: 1, yesterday: -1 };
}

function real(day: string): string | null {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
