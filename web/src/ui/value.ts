import i18n from "i18next";
import { formatDay, formatInstant, isDay } from "./dates";
import { formatDecimal, formatMoney, isDecimal } from "./number";

/** Any value of a record in words, for history, conflicts and previews. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return i18n.t(value ? "ui:yes" : "ui:no");
  if (typeof value === "number") return formatDecimal(String(value));
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return value.map(showValue).join(", ");
  if (typeof value === "object") return showObject(value as Record<string, unknown>);
  return String(value);
}

function showText(value: string): string {
  if (isDay(value)) return formatDay(value);
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return formatInstant(value);
  // Only what has a decimal point is a number here: a code like "0042" must stay as it is.
  if (isDecimal(value) && value.includes(".")) return formatDecimal(value);
  // A choice is kept as a word for programs: "half_up".
  if (/^[a-z]+(_[a-z]+)+$/.test(value)) return value.replaceAll("_", " ");
  return value;
}

function showObject(value: Record<string, unknown>): string {
  if (typeof value["amount"] === "string" && typeof value["currency"] === "string") {
    return formatMoney({ amount: value["amount"], currency: value["currency"] }, "code");
  }
  const name = value["name"] ?? value["label"] ?? value["title"] ?? value["code"];
  if (typeof name === "string") return name;
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== "")
    .map(([key, member]) => `${key}: ${showValue(member)}`)
    .join(", ");
}

/** Reads "address.city" out of a record. */
export function memberOf(record: unknown, path: string): unknown {
  let value: unknown = record;
  for (const part of path.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** Whether two values of a record are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if ((a ?? "") === "" && (b ?? "") === "") return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
