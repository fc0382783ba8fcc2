import { useState } from "react";
import { LineGrid } from "@/ui/LineGrid";

interface Line {
  key: string;
  product: string;
  quantity: string;
  price: string;
}

const begin: Line[] = [
  { key: "1", product: "Queso Cabrales", quantity: "2", price: "21.00" },
  { key: "2", product: "Chai", quantity: "-1", price: "18.00" },
];

/** Lines of a document: typed, refused, and only read. */
export function Lines() {
  const [lines, setLines] = useState(begin);
  const grid = {
    label: "Lines",
    lines,
    onChange: setLines,
    newLine: (): Line => ({ key: crypto.randomUUID(), product: "", quantity: "1", price: "" }),
    lineKey: (line: Line) => line.key,
    columns: [
      { key: "product" as const, label: "Product", kind: "text" as const, required: true },
      { key: "quantity" as const, label: "Quantity", kind: "quantity" as const, width: 120 },
      { key: "price" as const, label: "Price", kind: "money" as const, width: 140 },
    ],
  };
  return (
    <>
      <LineGrid<Line> {...grid} footer="€24.00" />
      <LineGrid<Line> {...grid} label="Lines, refused" errors={[{ pointer: "/lines/1/quantity", code: "invalid", detail: "More than nothing." }]} />
      <LineGrid<Line> {...grid} label="Lines, only read" readOnly />
    </>
  );
}
