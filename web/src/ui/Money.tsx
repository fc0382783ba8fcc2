import { Text } from "@mantine/core";
import type { MoneyValue } from "@/api/client";
import { formatDecimal, formatMoney, isNegative } from "./number";
import { Unknown } from "./Unknown";

interface MoneyProps {
  value: MoneyValue | null | undefined;
  /** The code instead of the symbol, where more than one currency is in sight. */
  code?: boolean;
}

/** An amount: exact, with equal digits, negative in red with a real minus; unknown is "–". */
export function Money({ value, code }: MoneyProps) {
  if (!value || value.amount === undefined || value.amount === null) return <Unknown />;
  return (
    <span className={isNegative(value.amount) ? "lh-number lh-negative" : "lh-number"}>
      {formatMoney(value, code ? "code" : "symbol")}
    </span>
  );
}

interface QuantityProps {
  value: string | null | undefined;
  unit?: string | null;
}

/** A quantity with its unit. */
export function Quantity({ value, unit }: QuantityProps) {
  if (value === null || value === undefined || value === "") return <Unknown />;
  return (
    <span className={isNegative(value) ? "lh-number lh-negative" : "lh-number"}>
      {formatDecimal(value)}
      {unit ? (
        <Text span c="dimmed" fz="inherit">
          {" "}
          {unit}
        </Text>
      ) : null}
    </span>
  );
}
