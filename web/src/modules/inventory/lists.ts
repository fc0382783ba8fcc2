import type { ListShape } from "@/ui/lists";
import { useDeliveryColumns, useDeliveryViews } from "./deliveries/useDeliveryColumns";
import { useProductColumns } from "./products/useProductColumns";
import { useReceiptColumns, useReceiptViews } from "./receipts/useReceiptColumns";
import { useStockColumns } from "./stock/useStockColumns";
import type { Delivery, Product, Receipt, StockItem } from "./wire";

/** Products, as other screens show them. */
export function useProducts(): ListShape<Product> {
  return { columns: useProductColumns(), sort: "name", href: (p) => `/stock/products/${p.id}` };
}

/** Stock in its places, as other screens show it. */
export function useStock(): ListShape<StockItem> {
  return { columns: useStockColumns(), sort: "name", href: (s) => `/stock/products/${s.product.id}` };
}

/** Deliveries, as other screens show them. */
export function useDeliveries(): ListShape<Delivery> {
  return { columns: useDeliveryColumns(), sort: "-created_at", views: useDeliveryViews(), href: (d) => `/stock/deliveries/${d.id}` };
}

/** Receipts, as other screens show them. */
export function useReceipts(): ListShape<Receipt> {
  return { columns: useReceiptColumns(), sort: "-created_at", views: useReceiptViews(), href: (r) => `/stock/receipts/${r.id}` };
}
