import { formatDay } from "../dates";
import { DateText } from "../DateText";
import { formatDecimal, formatMoney } from "../number";
import type { GridColumn } from "./columns";
import classes from "./Summing.module.css";
import type { SumValue } from "./summing";

interface SumValuesProps<T> {
  values: SumValue[] | undefined;
  /** "sum", "filled"… */
  sum: string;
  column: GridColumn<T>;
  /** How many records it is about, for shares. */
  count: number;
}

/** An aggregate in the words of its column; a line for each currency or unit. */
export function SumValues<T>({ values = [], sum, column, count }: SumValuesProps<T>) {
  if (sum === "filled") return <>{shareOf(values[0]?.value ?? "0", count)}</>;
  return (
    <span className={classes.values}>
      {values.map((v) => (
        <span key={`${v.currency ?? ""}${v.unit ?? ""}`}>{column.kind === "instant" ? <DateText value={v.value} /> : sumInWords(v, column)}</span>
      ))}
    </span>
  );
}

/** One aggregate as text. */
export function sumInWords<T>(v: SumValue, column: GridColumn<T> | undefined): string {
  if (column?.kind === "date") return formatDay(v.value);
  if (v.currency) return formatMoney({ amount: v.value, currency: v.currency });
  const number = formatDecimal(v.value, { max: 2 });
  return v.unit ? `${number} ${column?.unitName?.(v.unit) ?? v.unit}` : number;
}

function shareOf(filled: string, count: number): string {
  return count === 0 ? "–" : new Intl.NumberFormat(undefined, { style: "percent" }).format(Number(filled) / count);
}
