import { IconShoppingCart } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EntityLink } from "@/ui/EntityLink";
import { TodayList } from "@/ui/TodayList";
import { Qty } from "../shared/Qty";
import type { ReorderItem } from "../wire";

/** Products that are at their reorder point. */
export function ToReorder() {
  const { t } = useTranslation("documents");
  return (
    <TodayList<ReorderItem>
      title={t("today.reorder")}
      icon={IconShoppingCart}
      endpoint="/inventory/reorder"
      query={{ basis: "on_hand", sort: "name" }}
      to="/stock/reorder"
      none={t("today.reorder_none")}
      itemKey={(item) => item.product.id}
      line={(item) => ({
        main: <EntityLink entity="inventory.product" id={item.product.id} label={item.product.name} />,
        sub: item.supplier?.name,
        end: (
          <span>
            {t("today.order")} <Qty value={item.suggested} unit={item.unit} />
          </span>
        ),
      })}
    />
  );
}
