import { Button, Group } from "@mantine/core";
import { IconPlus, IconReceipt, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridEdit } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { accountOfNew } from "../shared/newFor";
import { flat, written, type Order } from "../wire";
import { orderFields } from "./fields";
import { OrderForm } from "./OrderForm";
import { OrderDetail } from "./OrderPage";
import { useOrderColumns, useOrderViews } from "./useOrderColumns";

// What can still be changed of a binding order.
const binding = new Set(["owner_id", "salesperson_id", "reference", "required_on"]);

/** All orders that one may see. */
export function OrderList() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const close = () => set({ new: undefined });
  const columns = useOrderColumns();
  const views = useOrderViews();
  const edit = useMemo<GridEdit<Order>>(
    () => ({
      entity: "crm.order",
      fields: orderFields(t, { currency: "" }).filter((f) => f.name !== "owner_id" || (can("crm.order.assign") && can("identity.user.read"))),
      read: flat, write: written, away: "delete", owner: "owner_id",
      closed: (o, field) => o.status === "cancelled" || (o.status !== "draft" && !binding.has(field) && !field.startsWith("custom.")),
      title: (o) => o.number || t("order.draft_for", { account: o.account.name ?? "" }),
    }),
    [t, can],
  );
  const create = () => set({ new: "1" });
  return (
    <Screen>
      <PageHeader
        title={t("order.title")}
        icon={IconReceipt}
        actions={
          can("crm.order.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={create}>
              {t("order.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Order>
        name="crm.orders"
        label={t("order.title")}
        endpoint="/crm/orders"
        entity="crm.order"
        columns={columns}
        defaultSort="-created_at"
        arrange
        views={views}
        href={(o) => `/crm/orders/${o.id}`}
        preview={(o) => ({ title: o.number || t("order.draft_for", { account: o.account.name ?? "" }), body: <OrderDetail id={o.id} /> })}
        edit={edit}
        exportable={can("crm.order.export")}
        empty={
          <EmptyBlock
            icon={IconReceipt}
            title={t("order.none")}
            text={t("order.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.order.create") ? <Button onClick={create}>{t("order.new")}</Button> : null}
                {can("crm.order.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.orders")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("order.new")}>
        <OrderForm account={accountOfNew(params["new"])} onDone={close} />
      </SidePanel>
    </Screen>
  );
}
