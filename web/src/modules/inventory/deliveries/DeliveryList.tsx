import { IconTruckDelivery } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Button } from "@mantine/core";
import { useGo, useParams } from "@/ui/address";
import { DataGrid } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import type { Delivery } from "../wire";
import { DeliveryDetail } from "./DeliveryPage";
import { stateOfView, useDeliveryColumns, useDeliveryViews } from "./useDeliveryColumns";

/** What goes out for orders: ready, waiting for goods, gone. */
export function DeliveryList() {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const [params] = useParams();
  const view = params["view"] && params["view"] in stateOfView ? params["view"] : "ship";
  const views = useDeliveryViews();
  const columns = useDeliveryColumns(view);
  return (
    <Screen>
      <PageHeader title={t("delivery.title")} icon={IconTruckDelivery} />
      <DataGrid<Delivery>
        name="inventory.deliveries"
        label={t("delivery.title")}
        endpoint="/inventory/deliveries"
        entity="inventory.delivery"
        columns={columns}
        defaultSort="-created_at"
        arrange
        views={views}
        href={(d) => `/stock/deliveries/${d.id}`}
        preview={(d) => ({ title: `${d.number} · ${d.party ?? d.reference}`, body: <DeliveryDetail id={d.id} /> })}
        exportable={can("inventory.delivery.export")}
        empty={
          <EmptyBlock
            icon={IconTruckDelivery}
            title={t(`delivery.none.${view}`)}
            text={t("delivery.none_text")}
            action={
              can("crm.order.read") ? (
                <Button variant="default" onClick={() => go("/crm/orders")}>
                  {t("delivery.see_orders")}
                </Button>
              ) : null
            }
          />
        }
      />
    </Screen>
  );
}
