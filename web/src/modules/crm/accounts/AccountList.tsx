import { Button, Group } from "@mantine/core";
import { IconBuilding, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { offerUndo } from "../shared/undo";
import { useOwnerOptions } from "../shared/owners";
import { accountSource } from "../sources";
import { flat, written, type Account } from "../wire";
import { AccountForm } from "./AccountForm";
import { AccountDetail } from "./AccountPage";
import { accountFields, lifecycleOptions } from "./fields";

/** All accounts that one may see. */
export function AccountList() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const owners = useOwnerOptions();
  const close = () => set({ new: undefined });
  const columns = useMemo<GridColumn<Account>[]>(
    () => [
      { key: "name", label: t("account.name"), sort: true, filter: true, width: 220 },
      { key: "lifecycle", label: t("account.lifecycle"), kind: "status", status: "crm.account", options: lifecycleOptions(t), filter: true, card: true },
      { key: "city", label: t("account.city"), sort: true, card: true, width: 130 },
      { key: "country", label: t("account.country"), sort: true, width: 110 },
      { key: "industry", label: t("account.industry"), width: 140 },
      { key: "open_deals", label: t("account.open_deals"), kind: "number", width: 112 },
      { key: "open_orders", label: t("account.open_orders"), kind: "number", width: 118 },
      { key: "owner_id", label: t("owner"), kind: "choice", options: owners, filter: true, optional: true, people: true, cell: (a) => a.owner?.name ?? "–", exportAs: "owner.name", card: true, width: 150 },
      { key: "phone", label: t("account.phone"), hidden: true },
      { key: "email", label: t("account.email"), hidden: true },
      { key: "website", label: t("account.website"), hidden: true },
      { key: "code", label: t("account.code"), kind: "code", sort: true, filter: true, hidden: true },
      {
        key: "parent_id", label: t("account.parent"), kind: "ref", entity: "crm.account", value: (a) => a.parent?.id, labelField: "parent.name",
        filter: true, optional: true, tree: true, picker: accountSource, hidden: true,
      },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, owners],
  );
  const edit = useMemo<GridEdit<Account>>(
    () => ({ entity: "crm.account", fields: accountFields(t, can("crm.account.assign") && can("identity.user.read")), read: flat, write: written, away: "delete", owner: "owner_id", title: (a) => a.name }),
    [t, can],
  );
  const actions: RowAction<Account>[] = [
    { id: "deal", label: t("deal.new"), icon: <IconPlus size={16} stroke={1.75} />, hidden: () => !can("crm.deal.create"), run: (a) => go(`/crm/deals?new=account:${a.id}`) },
    { id: "order", label: t("order.new"), icon: <IconPlus size={16} stroke={1.75} />, hidden: () => !can("crm.order.create"), run: (a) => go(`/crm/orders?new=account:${a.id}`) },
    {
      id: "delete", label: t("delete"), icon: <IconTrash size={16} stroke={1.75} />, danger: true, hidden: () => !can("crm.account.delete"),
      run: async (a) => {
        await api.delete(`/crm/accounts/${a.id}`, a.version);
        offerUndo(t("account.deleted", { name: a.name }), () => refresh("/crm/accounts"));
        await refresh("/crm/accounts");
      },
    },
  ];
  return (
    <Screen>
      <PageHeader
        title={t("account.title")}
        icon={IconBuilding}
        actions={
          can("crm.account.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("account.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Account>
        name="crm.accounts"
        label={t("account.title")}
        endpoint="/crm/accounts"
        entity="crm.account"
        columns={columns}
        defaultSort="name"
        arrange
        kanban={can("crm.account.update") ? { fields: ["lifecycle", "owner_id"], move: (a, field, value) => api.patch<Account>(`/crm/accounts/${a.id}`, { [field]: value }, a.version) } : undefined}
        href={(a) => `/crm/accounts/${a.id}`}
        preview={(a) => ({ title: a.name, body: <AccountDetail id={a.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("crm.account.export")}
        empty={
          <EmptyBlock
            icon={IconBuilding}
            title={t("account.none")}
            text={t("account.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.account.create") ? <Button onClick={() => set({ new: "1" })}>{t("account.new")}</Button> : null}
                {can("crm.account.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.accounts")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("account.new")}>
        <AccountForm onDone={close} />
      </SidePanel>
    </Screen>
  );
}
