import { IconCheck } from "@tabler/icons-react";
import type { MoneyValue } from "@/api/client";
import { DateText } from "../DateText";
import { EntityLink } from "../EntityLink";
import { Money, Quantity } from "../Money";
import { StatusBadge } from "../StatusBadge";
import { Unknown } from "../Unknown";
import { memberOf, showValue } from "../value";
import type { GridColumn } from "./columns";

/** A cell, drawn by the kind of its column. */
export function Cell<T>({ row, column }: { row: T; column: GridColumn<T> }) {
  if (column.cell) return <>{column.cell(row)}</>;
  const value = column.value ? column.value(row) : memberOf(row, column.key);
  switch (column.kind) {
    case "money":
      return <Money value={value as MoneyValue | null} />;
    case "number":
    case "quantity": {
      const unit = column.unitField ? (memberOf(row, column.unitField) as string | undefined) : undefined;
      return <Quantity value={value === null || value === undefined ? null : String(value)} unit={unit} />;
    }
    case "date":
    case "instant":
      return <DateText value={value as string | null} due={column.due} relative={column.relative} />;
    case "status":
      return (
        <StatusBadge
          kind={column.status ?? ""}
          state={value as string}
          label={column.options?.find((o) => o.value === value)?.label}
        />
      );
    case "choice":
      if (value === null || value === undefined || value === "") return <Unknown />;
      return <>{column.options?.find((o) => o.value === value)?.label ?? String(value)}</>;
    case "boolean":
      return value ? <IconCheck size={16} stroke={1.75} aria-label={showValue(true)} /> : <Unknown />;
    case "ref": {
      const label = column.labelField ? (memberOf(row, column.labelField) as string | null) : null;
      return <EntityLink entity={column.entity ?? ""} id={value as string | null} label={label} />;
    }
    default:
      if (value === null || value === undefined || value === "") return <Unknown />;
      return (
        <span dir="auto" className={column.kind === "code" ? "lh-code" : undefined}>
          {Array.isArray(value) || typeof value === "object" ? showValue(value) : String(value)}
        </span>
      );
  }
}
