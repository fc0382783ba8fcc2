/*
 * Sums of decimal strings. Quantities and amounts never become floats: "0.1" and "0.2" are "0.3".
 */

interface Scaled {
  digits: bigint;
  scale: number;
}

function read(text: string): Scaled {
  const [whole = "0", part = ""] = (text.trim() || "0").replace(/^\+/, "").split(".");
  const negative = whole.startsWith("-");
  const digits = BigInt(whole.replace("-", "") + part || "0");
  return { digits: negative ? -digits : digits, scale: part.length };
}

function together(a: string, b: string): [bigint, bigint, number] {
  const x = read(a);
  const y = read(b);
  const scale = Math.max(x.scale, y.scale);
  return [x.digits * 10n ** BigInt(scale - x.scale), y.digits * 10n ** BigInt(scale - y.scale), scale];
}

function write(digits: bigint, scale: number): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const part = scale > 0 ? text.slice(-scale).replace(/0+$/, "") : "";
  return `${negative && digits !== 0n ? "-" : ""}${whole}${part ? `.${part}` : ""}`;
}

/** a + b */
export function add(a: string, b: string): string {
  const [x, y, scale] = together(a, b);
  return write(x + y, scale);
}

/** a − b */
export function subtract(a: string, b: string): string {
  const [x, y, scale] = together(a, b);
  return write(x - y, scale);
}

/** Below zero when a < b, zero when they are equal, above zero when a > b. */
export function compare(a: string, b: string): number {
  const [x, y] = together(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The smaller of two. */
export function least(a: string, b: string): string {
  return compare(a, b) <= 0 ? a : b;
}

/** All of them together. */
export function sum(values: string[]): string {
  return values.reduce(add, "0");
}

/** Whether it is above zero. */
export function isPositive(text: string): boolean {
  return read(text).digits > 0n;
}

/** a × num ÷ den with up to six decimals; null if that is not exact. */
export function scale(a: string, num: string, den: string): string | null {
  const [x, n, d] = [read(a), read(num), read(den)];
  if (d.digits === 0n) return null;
  const top = x.digits * n.digits * 10n ** BigInt(d.scale + 6);
  const bottom = d.digits * 10n ** BigInt(x.scale + n.scale);
  return top % bottom === 0n ? write(top / bottom, 6) : null;
}
