import type { MoneyValue } from "@/api/client";
import { currentLanguage } from "@/i18n";

/*
 * Amounts and quantities arrive as decimal strings and stay exact: Intl gets the string and never
 * a float, and entry gives a string back.
 */

const decimal = /^[+-]?\d+(?:\.\d+)?$/;
const formats = new Map<string, Intl.NumberFormat>();

/** The locale that numbers and dates are shown in: the language that is read, as it is written where the reader is. */
export function locale(): string {
  const language = currentLanguage();
  const wanted = navigator.languages?.length ? navigator.languages : [navigator.language];
  return wanted.find((one) => one?.toLowerCase().split("-")[0] === language && one.includes("-")) ?? usual[language];
}

const usual = { en: "en-GB", de: "de-DE" } as const;

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), options);
    formats.set(key, found);
  }
  return found;
}

/** True for "-12.50", false for "1e3", "" and everything that is not a plain decimal. */
export function isDecimal(text: string): boolean {
  return decimal.test(text);
}

/** Whether a decimal string is below zero; "-0.00" is not. */
export function isNegative(text: string): boolean {
  return text.startsWith("-") && /[1-9]/.test(text);
}

function exact(formatter: Intl.NumberFormat, value: string): string {
  // The type wants a literal; the engine reads the whole string exactly (ECMA-402, 2023).
  return formatter.format(value as Intl.StringNumericLiteral).replace("-", "−");
}

/** A decimal string in the reader's separators: "1234.5" becomes "1,234.5". */
export function formatDecimal(value: string, options: { min?: number; max?: number } = {}): string {
  if (!isDecimal(value)) return value;
  return exact(format({ minimumFractionDigits: options.min ?? 0, maximumFractionDigits: options.max ?? 6 }), value);
}

/** An amount with its currency, as symbol or as code. */
export function formatMoney(value: MoneyValue, display: "symbol" | "code" | "none" = "symbol"): string {
  if (!isDecimal(value.amount)) return value.amount;
  const digits = fractionDigits(value.currency);
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 6) };
  if (display === "none") return exact(format(shown), value.amount);
  const currencyDisplay = display === "code" ? "code" : "narrowSymbol";
  try {
    return exact(format({ style: "currency", currency: value.currency, currencyDisplay, ...shown }), value.amount);
  } catch {
    return `${value.amount} ${value.currency}`;
  }
}

/** How many digits a currency has after the point: EUR 2, JPY 0, KWD 3. */
export function fractionDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** A whole number, for counts. */
export function formatCount(count: number): string {
  return format({ maximumFractionDigits: 0 }).format(count);
}

/** How large something is, in the unit that reads best. */
export function formatBytes(bytes: number): string {
  const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), steps.length - 1);
  return new Intl.NumberFormat(locale(), { style: "unit", unit: steps[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 }).format(bytes / 1024 ** step);
}

/** What a typed number means; `ambiguous` when the separators could be read in two ways. */
export interface ParsedNumber {
  value: string;
  ambiguous: boolean;
}

/** Reads "1.234,56", "1,234.56", "1 234.56" or "−5" as an exact decimal string; null if it is no number. */
export function parseNumber(text: string): ParsedNumber | null {
  let rest = text.trim().replace(/[\s\u00a0\u202f'’]/g, "").replace(/^[−–]/, "-");
  if (rest === "") return null;
  const { decimalMark } = separators();
  const lastDot = rest.lastIndexOf(".");
  const lastComma = rest.lastIndexOf(",");
  let ambiguous = false;

  if (lastDot >= 0 && lastComma >= 0) {
    const mark = lastDot > lastComma ? "." : ",";
    rest = rest.replaceAll(mark === "." ? "," : ".", "").replace(mark, ".");
  } else if (lastDot >= 0 || lastComma >= 0) {
    const mark = lastDot >= 0 ? "." : ",";
    const parts = rest.split(mark);
    const grouped = parts.length > 2;
    const couldGroup = parts.length === 2 && parts[1]?.length === 3 && /^[+-]?[1-9]\d{0,2}$/.test(parts[0] ?? "");
    if (grouped) rest = parts.join("");
    else if (couldGroup && mark !== decimalMark) {
      rest = parts.join("");
      ambiguous = true;
    } else {
      rest = parts.join(".");
      ambiguous = couldGroup;
    }
  }
  if (rest.startsWith(".")) rest = `0${rest}`;
  if (rest.endsWith(".")) rest = rest.slice(0, -1);
  rest = rest.replace(/^\+/, "");
  return isDecimal(rest) ? { value: rest, ambiguous } : null;
}

function separators(): { decimalMark: string } {
  const parts = format({ minimumFractionDigits: 1 }).formatToParts(1.5);
  return { decimalMark: parts.find((p) => p.type === "decimal")?.value ?? "." };
}
