import { Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { add, compare } from "@/ui/decimal";
import { formatDecimal } from "@/ui/number";
import { Qty } from "../shared/Qty";
import classes from "../shared/shared.module.css";
import type { Product } from "../wire";

/** Whether a product has reached the point at which it is ordered again. */
export function isLow(product: Pick<Product, "status" | "kind" | "on_hand" | "incoming" | "reorder_point">): boolean {
  if (product.kind !== "stocked" || product.status !== "active" || product.reorder_point === undefined) return false;
  return compare(add(product.on_hand, product.incoming), product.reorder_point) <= 0;
}

/** What can be promised, with a mark when it is time to order. */
export function FreeCell({ product }: { product: Product }) {
  const { t } = useTranslation("inventory");
  if (product.kind !== "stocked") return <span className="lh-number">–</span>;
  if (!isLow(product)) return <Qty value={product.free} unit={product.unit} />;
  const why = t("product.low", { point: formatDecimal(product.reorder_point ?? "0") });
  return (
    <Tooltip label={why}>
      <span className={classes.low}>
        <IconAlertTriangle size={15} stroke={1.75} role="img" aria-label={why} />
        <Qty value={product.free} unit={product.unit} />
      </span>
    </Tooltip>
  );
}
