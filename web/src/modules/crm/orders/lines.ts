import type { OrderLine, Product } from "../wire";

/** A line as it is typed. */
export interface DraftLine {
  /** Of this screen; lines that are saved already use their id. */
  key: string;
  id?: string;
  product_id: string | null;
  product_name: string;
  description: string;
  quantity: string;
  unit: string;
  unit_price: string;
  discount_percent: string;
  stocked: boolean;
}

/** The lines of an order, ready to be typed over. */
export function draftOf(lines: OrderLine[]): DraftLine[] {
  return lines.map((line) => ({
    key: line.id,
    id: line.id,
    product_id: line.product?.id ?? null,
    product_name: line.product?.name ?? "",
    description: line.description,
    quantity: line.quantity,
    unit: line.unit ?? "",
    unit_price: line.unit_price,
    discount_percent: line.discount_percent === "0" ? "" : line.discount_percent,
    stocked: line.stocked,
  }));
}

let made = 0;

/** A new line: one of whatever is chosen. */
export function emptyLine(): DraftLine {
  made += 1;
  return {
    key: `new-${made}`, product_id: null, product_name: "", description: "", quantity: "1", unit: "", unit_price: "", discount_percent: "", stocked: false,
  };
}

/** What follows from the choice of a product: its name, its unit, and its price if it has one in this currency. */
export function followProduct(product: Product, currency: string): Partial<DraftLine> {
  const price = product.list_price;
  return {
    product_name: product.name,
    description: product.name,
    unit: product.unit,
    stocked: product.kind === "stocked",
    unit_price: price && price.currency === currency ? price.amount : "",
  };
}

/** A line that nobody began to fill. */
export function isBlank(line: DraftLine): boolean {
  return !line.product_id && line.description.trim() === "" && line.unit_price === "";
}

/** The lines as the server takes them; blank ones are left out. */
export function sent(lines: DraftLine[]): Record<string, unknown>[] {
  return lines
    .filter((line) => !isBlank(line))
    .map((line) => ({
      ...(line.id ? { id: line.id } : {}),
      ...(line.product_id ? { product_id: line.product_id } : {}),
      ...(line.description.trim() ? { description: line.description.trim() } : {}),
      quantity: line.quantity || "0",
      ...(line.unit ? { unit: line.unit } : {}),
      ...(line.unit_price ? { unit_price: line.unit_price } : {}),
      discount_percent: line.discount_percent || "0",
    }));
}

/** Whether two sets of lines say the same to the server. */
export function sameLines(a: DraftLine[], b: DraftLine[]): boolean {
  return JSON.stringify(sent(a)) === JSON.stringify(sent(b));
}
