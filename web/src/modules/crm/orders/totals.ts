import { isDecimal } from "@/ui/number";

/** What a line's money comes from, as it is typed. */
export interface Priced {
  quantity: string;
  unit_price: string;
  discount_percent: string;
}

/** An organisation's rule for documents, in the words of its settings. */
export interface Rounding {
  document_rounding: "half_up" | "half_even";
  line_rounding: "line" | "document";
}

/** What a document adds up to. A line that cannot be read yet has no net and counts as nothing. */
export interface Totals {
  nets: (string | null)[];
  goods: string;
  discount: string;
  untaxed: string;
  total: string;
}

// Every operand has a place for all the decimals that the server takes: quantities and prices six,
// percentages four. A line's net before rounding then has 6 + 6 + 4 + 2.
const exactScale = 18;

/**
 * Adds a document up by the rules of the server, so that what is shown while typing is what will be
 * saved. Whole numbers all the way: no float meets an amount.
 */
export function totalsOf(lines: Priced[], discountPercent: string, freight: string, decimals: number, rounding: Rounding): Totals {
  const even = rounding.document_rounding === "half_even";
  const exact = lines.map(exactNet);
  const nets = rounding.line_rounding === "document" ? spread(exact, decimals, even) : exact.map((n) => (n === null ? null : round(n, exactScale, decimals, even)));
  const goods = nets.reduce<bigint>((all, n) => all + (n ?? 0n), 0n);
  const discount = round(goods * (read(discountPercent, 4) ?? 0n), decimals + 6, decimals, even);
  const untaxed = goods - discount;
  const total = untaxed + round(read(freight, 6) ?? 0n, 6, decimals, even);
  return {
    nets: nets.map((n) => (n === null ? null : write(n, decimals))),
    goods: write(goods, decimals),
    discount: write(discount, decimals),
    untaxed: write(untaxed, decimals),
    total: write(total, decimals),
  };
}

function exactNet(line: Priced): bigint | null {
  const quantity = read(line.quantity, 6);
  const price = read(line.unit_price, 6);
  const percent = read(line.discount_percent || "0", 4);
  if (quantity === null || price === null || percent === null) return null;
  return quantity * price * (1_000_000n - percent);
}

// The rounded sum is spread over the lines in the ratio of their exact nets: by largest remainder,
// ties to the earlier line.
function spread(exact: (bigint | null)[], decimals: number, even: boolean): (bigint | null)[] {
  const sum = exact.reduce<bigint>((all, n) => all + (n ?? 0n), 0n);
  const whole = round(sum, exactScale, decimals, even);
  if (sum <= 0n) return exact.map((n) => (n === null ? null : 0n));
  const shares = exact.map((n) => (n === null ? null : (whole * n) / sum));
  let left = whole - shares.reduce<bigint>((all, n) => all + (n ?? 0n), 0n);
  const order = exact
    .map((n, index) => ({ index, rest: n === null ? -1n : (whole * n) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order) {
    const share = shares[index];
    if (left <= 0n || share === null || share === undefined) continue;
    shares[index] = share + 1n;
    left -= 1n;
  }
  return shares;
}

function read(text: string, scale: number): bigint | null {
  if (!isDecimal(text)) return null;
  const negative = text.startsWith("-");
  const [whole = "0", part = ""] = text.replace(/^[+-]/, "").split(".");
  // More decimals than the server takes: it will refuse the line, so no net is promised.
  if (part.replace(/0+$/, "").length > scale) return null;
  const digits = BigInt(whole + part.slice(0, scale).padEnd(scale, "0"));
  return negative ? -digits : digits;
}

function round(value: bigint, from: number, to: number, even: boolean): bigint {
  if (from <= to) return value * 10n ** BigInt(to - from);
  const unit = 10n ** BigInt(from - to);
  const size = value < 0n ? -value : value;
  const twice = (size % unit) * 2n;
  let whole = size / unit;
  if (twice > unit || (twice === unit && (!even || whole % 2n === 1n))) whole += 1n;
  return value < 0n ? -whole : whole;
}

function write(value: bigint, decimals: number): string {
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals);
  return `${negative ? "-" : ""}${whole}${decimals > 0 ? `.${text.slice(-decimals)}` : ""}`;
}
