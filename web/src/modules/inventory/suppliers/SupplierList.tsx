import { Button, Group } from "@mantine/core";
import { IconBuildingFactory2, IconPlus, IconTruckLoading, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import type { Supplier } from "../wire";
import { supplierBody, supplierFields, SupplierForm } from "./SupplierForm";
import { SupplierDetail } from "./SupplierPage";

/** From whom we buy. */
export function SupplierList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const create = can("inventory.supplier.create");
  const columns = useMemo<GridColumn<Supplier>[]>(
    () => [
      { key: "name", label: t("supplier.name"), sort: true, filter: true, width: 260 },
      { key: "code", label: t("supplier.code"), kind: "code", sort: true, filter: true, width: 120 },
      { key: "contact_name", label: t("supplier.contact"), width: 190, card: true },
      { key: "phone", label: t("supplier.phone"), width: 150, card: true },
      { key: "email", label: t("supplier.email"), width: 210 },
      { key: "city", label: t("supplier.city"), value: (s) => s.address.city, edit: "address.city", filter: true, exportAs: "address.city", width: 140, card: true },
      { key: "country", label: t("supplier.country"), value: (s) => s.address.country, edit: "address.country", filter: true, exportAs: "address.country", width: 130 },
      {
        key: "status", label: t("supplier.status"), kind: "status", status: "inventory.supplier", filter: true, width: 120,
        options: ["active", "on_hold", "archived"].map((value) => ({ value, label: t(`supplier.state.${value}`) })),
      },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t],
  );
  const edit = useMemo<GridEdit<Supplier>>(
    () => ({
      entity: "inventory.supplier", fields: supplierFields(t, true), read: (s) => s as Supplier & Record<string, unknown>, write: supplierBody, away: "archive",
      single: ["address.lines", "address.postcode", "address.city", "address.region", "address.country"],
      closed: (s) => s.status === "archived", title: (s) => s.name,
    }),
    [t],
  );
  const actions: RowAction<Supplier>[] = [
    {
      id: "receipt", label: t("receipt.new"), icon: <IconTruckLoading size={16} stroke={1.75} />,
      hidden: () => !can("inventory.receipt.create"), run: (s) => go(`/stock/receipts/new?supplier=${s.id}`),
    },
  ];
  const close = () => set({ new: undefined });
  return (
    <Screen>
      <PageHeader
        title={t("supplier.title")}
        icon={IconBuildingFactory2}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("supplier.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Supplier>
        name="inventory.suppliers"
        label={t("supplier.title")}
        endpoint="/inventory/suppliers"
        entity="inventory.supplier"
        columns={columns}
        defaultSort="name"
        arrange
        href={(s) => `/stock/suppliers/${s.id}`}
        preview={(s) => ({ title: s.name, body: <SupplierDetail id={s.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("inventory.supplier.export")}
        empty={
          <EmptyBlock
            icon={IconBuildingFactory2}
            title={t("supplier.none")}
            text={t("supplier.none_text")}
            action={
              <Group gap="sm" justify="center">
                {create ? <Button onClick={() => set({ new: "1" })}>{t("supplier.new")}</Button> : null}
                {can("inventory.supplier.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=inventory.suppliers")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={params["new"] === "1"} onClose={close} title={t("supplier.new")}>
        <SupplierForm onDone={close} />
      </SidePanel>
    </Screen>
  );
}
