import { newKey } from "@/api/http";
import { compare, isPositive, subtract } from "@/ui/decimal";
import type { Product, Receipt } from "../wire";

/** A line of a receipt while it is typed. */
export interface DraftLine {
  key: string;
  product_id: string | null;
  product_name: string;
  qty: string;
  /** Code of a unit or name of a packaging; "" is the product's own unit. */
  unit: string;
  unit_name: string;
  unit_cost: string;
}

/** A line with nothing in it. */
export function emptyLine(): DraftLine {
  return { key: newKey(), product_id: null, product_name: "", qty: "", unit: "", unit_name: "", unit_cost: "" };
}

/** The lines of a receipt that is there, to be typed over. */
export function linesOf(receipt: Receipt): DraftLine[] {
  return (receipt.lines ?? []).map((line) => ({
    key: line.id,
    product_id: line.product.id,
    product_name: line.product.name,
    qty: line.qty,
    unit: line.unit,
    unit_name: line.unit,
    unit_cost: line.unit_cost ?? "",
  }));
}

/** A first line for a product: the usual quantity, or what is missing to its reorder point. */
export function lineOfProduct(product: Product): DraftLine {
  const missing = product.reorder_point ? subtract(product.reorder_point, product.free) : "0";
  const usual = product.reorder_quantity && isPositive(product.reorder_quantity) ? product.reorder_quantity : "";
  return {
    ...emptyLine(),
    product_id: product.id,
    product_name: product.name,
    unit: product.unit,
    unit_name: product.unit,
    qty: usual || (compare(missing, "0") > 0 ? missing : ""),
    unit_cost: product.cost?.amount ?? "",
  };
}

/** The lines as they go out; those in which nothing was typed are left out. */
export function sentLines(lines: DraftLine[], costs: boolean) {
  return lines
    .filter((line) => line.product_id || line.qty)
    .map((line) => ({
      product_id: line.product_id ?? "",
      qty: line.qty,
      ...(line.unit ? { unit: line.unit } : {}),
      ...(costs && line.unit_cost ? { unit_cost: line.unit_cost } : {}),
    }));
}
